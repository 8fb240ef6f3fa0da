"""What the packaged program has to put right about its own environment."""

import os
import sys


def restore_environment() -> None:
    """Take back what the packaging set for this process, so that browsers and tunnels do not inherit it.

    Call it once Qt has found its plugins, or where there is no Qt. Does nothing when not packaged.
    """
    if not getattr(sys, "frozen", False):
        return
    for name in ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"):
        original = os.environ.pop(f"{name}_ORIG", None)
        if original is not None:
            os.environ[name] = original
        else:
            os.environ.pop(name, None)
    for name in ("QT_PLUGIN_PATH", "QML2_IMPORT_PATH", "QML_IMPORT_PATH"):
        os.environ.pop(name, None)
