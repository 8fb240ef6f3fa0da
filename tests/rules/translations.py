"""`python -m tests.rules.translations`: bring the translation files up to date with the sources."""

import subprocess
import sys
from pathlib import Path

import PySide6

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = {"pt_BR": (), "en": ("-pluralonly",)}
TARGETS = {"pt_BR": "pt_BR", "en": "en_US"}


def update(folder: Path) -> None:
    """Write every text of ``ui`` and ``app`` into the ``.ts`` files of this folder, keeping translations."""
    tool = Path(PySide6.__file__).parent / ("lupdate.exe" if sys.platform == "win32" else "lupdate")
    sources = sorted(
        str(p.relative_to(ROOT)) for part in ("app", "ui") for p in (ROOT / part).rglob("*.py")
    )
    for language, options in LANGUAGES.items():
        subprocess.run(
            [
                str(tool), "-silent", "-no-obsolete", "-locations", "none", "-source-language", "en_US",
                "-target-language", TARGETS[language], *options, *sources, "-ts", str(folder / f"{language}.ts"),
            ],
            cwd=ROOT,
            check=True,
            capture_output=True,
        )  # fmt: skip


if __name__ == "__main__":
    update(ROOT / "resources" / "i18n")
