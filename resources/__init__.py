"""Files that ship with the program: icons, themes, translations."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent


def path(*parts: str) -> Path:
    """Where a shipped file lies, in a checkout and in the packaged program alike."""
    return ROOT.joinpath(*parts)
