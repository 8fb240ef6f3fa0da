"""What Balcão is made of and under which licences: read from what is installed, so that it cannot go stale."""

import platform
import re
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution

import msgspec

import resources

DIRECT = (
    "PySide6-Essentials", "PySide6-Addons", "qasync", "aiohttp", "peewee", "msgspec", "pyngrok", "keyring", "segno",
    "python-socketio", "PyJWT", "platformdirs", "phonenumbers", "soundfile",
)  # fmt: skip
_NAME = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._-]*")
_FILE = re.compile(r"(^|/)(LICEN[CS]E|COPYING|NOTICE|LICENSES?)[^/]*$|/licenses/", re.IGNORECASE)
_MAX_TEXT = 200_000
# libraries inside the wheels of others, whose metadata do not name them
_INSIDE = (
    ("Qt", "LGPL-3.0-only", "https://www.qt.io"),
    ("FFmpeg", "LGPL-2.1-or-later", "https://ffmpeg.org"),
    ("libsndfile", "LGPL-2.1-or-later", "https://libsndfile.github.io/libsndfile/"),
)
# terms whose text their parts do not bring, though it has to come with them
_TEXTS = {"LGPL-3.0-only": ("LGPL-3", "GPL-3"), "LGPL-2.1-or-later": ("LGPL-2.1",)}
# what a socket or token library brings only where it is asked for
_EXTRAS = {"python-socketio": ("asyncio_client",)}


class Licence(msgspec.Struct, frozen=True):
    """One part: ``terms`` as it names them itself, "" where it names none; ``text`` in full, where it brings it."""

    name: str
    version: str
    terms: str
    text: str = ""


def names() -> list[str]:
    """The distributions that are shipped: ours and all that they need here."""
    todo, found = list(DIRECT), {}
    while todo:
        name = todo.pop()
        key = re.sub(r"[-_.]+", "-", name).lower()
        if key in found:
            continue
        try:
            part = distribution(name)
        except PackageNotFoundError:
            # needed on another system or by another Python
            continue
        found[key] = part.metadata["Name"]
        todo.extend(_needed(part, _EXTRAS.get(key, ())))
    return sorted(found.values(), key=str.lower)


def shipped() -> tuple[Licence, ...]:
    """Everything, Balcão first. Reads files: not for the thread of the window."""
    return (
        _own(),
        # the one text of that licence that comes with something installed
        Licence("Python", platform.python_version(), "PSF-2.0", _of(distribution("typing_extensions")).text),
        Licence("Emojibase data", "", "MIT", "Copyright (c) Miles Johnson\n\nhttps://emojibase.dev"),
        *(Licence(name, "", terms, f"{home}\n\n{_text(terms)}") for name, terms, home in _INSIDE),
        *(_of(distribution(name)) for name in names()),
    )


def _text(terms: str) -> str:
    files = _TEXTS.get(terms.split(" OR ")[0], ())
    return "\n\n".join(resources.path("licences", f"{name}.txt").read_text(encoding="utf-8") for name in files)


def _own() -> Licence:
    # beside the sources, or beside the resources in the packaged program
    path = resources.path("..", "LICENSE")
    return Licence("Balcão", "", "MIT", path.read_text(encoding="utf-8") if path.exists() else "")


def _needed(part: Distribution, extras: tuple[str, ...]) -> Iterator[str]:
    for line in part.requires or ():
        asked = re.search(r"extra\s*==\s*['\"]([^'\"]+)['\"]", line)
        name = _NAME.match(line)
        if name is not None and (asked is None or asked[1] in extras):
            yield name[0]


def _of(part: Distribution) -> Licence:
    data = part.metadata
    terms = next((line.split("\n")[0] for name in ("License-Expression", "License") for line in data.get_all(name) or ()), "")
    if not terms or len(terms) > 60:
        named = [c.rpartition(" :: ")[2] for c in data.get_all("Classifier") or () if c.startswith("License ::")]
        terms = ", ".join(named)
    texts = []
    for file in part.files or ():
        if ".dist-info" in str(file) and _FILE.search(str(file)):
            try:
                texts.append(file.read_text())
            except (OSError, UnicodeDecodeError):
                continue
    text = "\n\n".join(texts)[:_MAX_TEXT]
    return Licence(data["Name"], part.version, terms or _first_line(text), text or _text(terms))


def _first_line(text: str) -> str:
    if "Permission is hereby granted, free of charge" in text:
        return "MIT"
    found = re.search(r"Apache License|BSD", text)
    return found[0] if found is not None else ""
