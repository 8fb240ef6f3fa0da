"""Importing without reading: PySide6 looks through the source of every module for a mark of its own."""

import sys


def leave_unread() -> None:
    """Before the window's modules are imported: none of them is read.

    PySide6 can be switched to other spellings of its names, module by module, and to know which may wish that it
    reads the source of all that is imported after it, whoever it belongs to. That is a fifth of what importing takes,
    and what was read (18 MB) is kept. Nobody here switches. A PySide6 that works otherwise is left alone.
    """
    import PySide6.QtCore  # noqa: F401 - what is changed comes with it

    feature, asked = sys.modules.get("shibokensupport.feature"), "_mod_uses_pyside"
    if callable(getattr(feature, asked, None)):
        # "may use PySide6, with its usual names": what any module gets in which the name is found
        setattr(feature, asked, lambda _module: True)
