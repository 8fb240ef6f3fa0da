"""A conversation as a file for people or programs: what is wanted, in which words, and what came of it."""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

import msgspec


class ExportForm(StrEnum):
    """How the messages are written."""

    TEXT = "txt"
    HTML = "html"
    JSON = "json"


class Packing(StrEnum):
    """One file of messages alone, or with their files in a folder or a zip archive."""

    ALONE = "alone"
    FOLDER = "folder"
    ZIP = "zip"


class ExportWords(msgspec.Struct, frozen=True, kw_only=True):
    """The words of the person's language; ``moment`` is a format of ``strftime``, ``kinds`` by message kind."""

    language: str = "en"
    conversation: str = "Conversation with {name}"
    exported: str = "Exported on {moment}"
    you: str = "You"
    edited: str = "edited"
    deleted: str = "deleted"
    missing: str = "file not on this computer"
    moment: str = "%Y-%m-%d %H:%M"
    kinds: Mapping[str, str] = {}


class ExportOrder(msgspec.Struct, frozen=True, kw_only=True):
    """``target`` is the file, folder or archive to be written; one that is there is replaced, a folder never."""

    target: Path
    form: ExportForm = ExportForm.HTML
    packing: Packing = Packing.ALONE
    words: ExportWords = ExportWords()


class Exported(msgspec.Struct, frozen=True, kw_only=True):
    """What was written, and how many files were not on this computer."""

    path: Path
    messages: int
    files: int = 0
    missing: int = 0
