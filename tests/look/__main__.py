"""`python -m tests.look OUTDIR [NAME ...]`: write the pictures. `python -m tests.look --write`: the goldens anew."""

import os
import sys
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["TZ"] = "America/Sao_Paulo"
if hasattr(time, "tzset"):
    time.tzset()

from PySide6.QtWidgets import QApplication

from tests.look import goldens
from tests.look.gallery import render

if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("usage: python -m tests.look OUTDIR [NAME ...] | --write")
    app = QApplication([])
    made = goldens.write(app) if sys.argv[1] == "--write" else render(app, Path(sys.argv[1]), tuple(sys.argv[2:]))
    for path in made:
        print(path)
