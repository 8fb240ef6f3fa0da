"""Emoji with their names in both languages, searched without accents."""

import unicodedata
from dataclasses import dataclass
from functools import cache

import msgspec

import resources

RECENT = 24


@dataclass(frozen=True, slots=True)
class Emoji:
    """One emoji: names in English and Portuguese, ``:short: `` names, and its five skin tones where it has them."""

    text: str
    english: str
    portuguese: str
    shorts: tuple[str, ...]
    keys: str
    tones: tuple[str, ...]

    def name(self, language: str) -> str:
        """Its name in the window's language."""
        return self.portuguese if language.startswith("pt") else self.english

    def toned(self, tone: int) -> str:
        """With a skin tone, 0 (none) to 5."""
        return self.tones[tone - 1] if 0 < tone <= len(self.tones) else self.text


class _File(msgspec.Struct):
    source: str
    groups: dict[str, list[tuple[str, str, str, list[str], str, list[str]]]]


@cache
def groups() -> dict[str, tuple[Emoji, ...]]:
    """All of them by group, in the usual order."""
    read = msgspec.json.decode(resources.path("emoji.json").read_bytes(), type=_File)
    return {
        name: tuple(Emoji(r[0], r[1], r[2], tuple(r[3]), r[4], tuple(r[5])) for r in rows)
        for name, rows in read.groups.items()
    }


def plain(text: str) -> str:
    """Lower case without accents."""
    return "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(c))


def search(text: str, limit: int = 120) -> list[Emoji]:
    """Those with words that begin with every word of ``text``; whole names first."""
    words = plain(text).replace("_", " ").split()
    if not words:
        return []
    found = []
    for rank, emoji in enumerate(e for group in groups().values() for e in group):
        keys = f" {emoji.keys}"
        if all(f" {word}" in keys for word in words):
            names = (plain(emoji.english), plain(emoji.portuguese), *emoji.shorts)
            whole = any(name == " ".join(words) or name == "_".join(words) for name in names)
            begins = any(name.startswith(words[0]) for name in names)
            found.append((not whole, not begins, rank, emoji))
    return [emoji for *_, emoji in sorted(found, key=lambda each: each[:3])[:limit]]


@cache
def by_text() -> dict[str, Emoji]:
    """Every emoji, toned ones too, by its characters."""
    return {text: e for group in groups().values() for e in group for text in (e.text, *e.tones)}


def remember(recent: str, text: str) -> str:
    """The list of recent ones (space between them) with ``text`` at its head."""
    others = [each for each in recent.split(" ") if each and each != text]
    return " ".join([text, *others][:RECENT])
