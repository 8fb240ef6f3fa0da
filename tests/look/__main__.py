"""`python -m tests.look OUTDIR [NAME ...]`: write the pictures."""

import os
import sys
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["TZ"] = "America/Sao_Paulo"
if hasattr(time, "tzset"):
    time.tzset()

from PySide6.QtWidgets import QApplication

from tests.look.gallery import render

if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("usage: python -m tests.look OUTDIR [NAME ...]")
    app = QApplication([])
    for path in render(app, Path(sys.argv[1]), tuple(sys.argv[2:])):
        print(path)
