"""`python3 -m app`: prepares .venv on the first start, then runs the program."""

import os
import sys

if not __package__:
    # started as `python3 path/to/app`: the checkout has to be on the path, not app/ itself
    sys.path[0] = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

if __name__ == "__main__":
    if not getattr(sys, "frozen", False):
        from app import bootstrap

        bootstrap.ensure("run")

    from app.main import run

    sys.exit(run())
