"""WhatsApp's marks in a text, read into tokens: what is shown, which stretches are how, where links lead. Pure.

``*bold*``, ``_italic_``, ``~struck~``, three backticks for monospace, one for code in a line, ``- `` or ``* ``
for lists, ``1. `` for numbered ones, ``> `` for quotes. Marks that do not close are text. Linear in the
length of the text, whatever it is. Positions are code points of ``Formatted.text``.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass
from enum import IntFlag, StrEnum

from services.domain import links
from services.domain.links import Link


class Style(IntFlag):
    """How a stretch of text is drawn."""

    PLAIN = 0
    BOLD = 1
    ITALIC = 2
    STRIKE = 4
    MONO = 8


class BlockKind(StrEnum):
    """What whole lines are."""

    QUOTE = "quote"
    LIST = "list"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Span:
    """Characters ``start`` to ``end`` in one style."""

    start: int
    end: int
    style: Style


@dataclass(frozen=True, slots=True)
class Block:
    """Lines from ``start`` to ``end`` that are set apart."""

    start: int
    end: int
    kind: BlockKind


@dataclass(frozen=True, slots=True)
class Formatted:
    """A text without its marks, and what they said."""

    text: str
    spans: tuple[Span, ...] = ()
    blocks: tuple[Block, ...] = ()
    links: tuple[Link, ...] = ()


_MARKS = {"*": Style.BOLD, "_": Style.ITALIC, "~": Style.STRIKE, "`": Style.MONO}
_ANY = re.compile(r"[*_~`]|^\s*(?:>|-|\d+[.)])\s|[.@]", re.MULTILINE)
_LINE = re.compile(r"(?P<quote>> ?)|(?P<bullet>[-*] +)(?=\S)|(?P<number>\d{1,3}[.)] )(?=\S)")
_FENCE = "```"


def read(text: str) -> Formatted:
    """The tokens of a text."""
    if not _ANY.search(text):
        return Formatted(text)
    reader = _Reader()
    at = 0
    while True:
        start = text.find(_FENCE, at)
        end = text.find(_FENCE, start + 3) if start >= 0 else -1
        if end < 0:
            reader.plain(text[at:])
            return reader.done()
        inner = text[start + 3 : end]
        if not inner.strip():
            reader.plain(text[at : end + 3])
        else:
            reader.plain(text[at:start])
            reader.code(inner)
        at = end + 3


class _Reader:
    def __init__(self) -> None:
        self._out: list[str] = []
        self._length = 0
        self._spans: list[Span] = []
        self._blocks: list[Block] = []
        self._links: list[Link] = []
        self._line_start = True

    def done(self) -> Formatted:
        return Formatted("".join(self._out), tuple(self._spans), tuple(self._blocks), tuple(self._links))

    def _put(self, text: str) -> None:
        if text:
            self._out.append(text)
            self._length += len(text)
            self._line_start = text.endswith("\n")

    def code(self, inner: str) -> None:
        block = "\n" in inner
        inner = inner.strip("\n") if block else inner
        start = self._length
        self._put(inner)
        self._spans.append(Span(start, self._length, Style.MONO))
        if block:
            self._blocks.append(Block(start, self._length, BlockKind.CODE))

    def plain(self, text: str) -> None:
        for line in text.splitlines(keepends=True) if "\r" not in text else text.replace("\r\n", "\n").splitlines(True):
            body = line.rstrip("\n")
            kind = self._begin(body) if self._line_start else None
            start = self._length
            if kind is not None:
                found, body, prefix = kind
                self._put(prefix)
                self._inline(body)
                self._block(start, found)
            else:
                self._inline(body)
            self._put("\n" * line.endswith("\n"))

    def _begin(self, line: str) -> tuple[BlockKind, str, str] | None:
        match = _LINE.match(line)
        if match is None or match.end() == len(line):
            return None
        rest = line[match.end() :]
        if match.lastgroup == "quote":
            return BlockKind.QUOTE, rest, ""
        if match.lastgroup == "bullet":
            # a line like ``* sale *`` is bold tried with spaces, no list
            return None if line[0] == "*" and rest.endswith("*") else (BlockKind.LIST, rest, "•  ")
        return BlockKind.LIST, rest, match.group()

    def _block(self, start: int, kind: BlockKind) -> None:
        last = self._blocks[-1] if self._blocks else None
        if last is not None and last.kind is kind and last.end == start - 1:
            self._blocks[-1] = Block(last.start, self._length, kind)
        else:
            self._blocks.append(Block(start, self._length, kind))

    def _inline(self, line: str) -> None:
        found = links.find(line)
        if not found and not any(mark in line for mark in _MARKS):
            self._put(line)
            return
        inside = _Inside(found)
        closers = {mark: _closers(line, mark, inside) for mark in _MARKS if mark in line}
        open_marks: dict[str, int] = {}
        style, begun, copied = Style.PLAIN, self._length, 0
        ends: list[int] = []
        places: dict[int, int] = {}
        edges = {edge for link in found for edge in (link.start, link.end)}
        for at, character in enumerate(line):
            if at in edges:
                places[at] = self._length + at - copied
            mark = closers.get(character)
            if mark is None or inside.link(at) or (style & Style.MONO and open_marks.get(character) != at):
                continue
            if open_marks.get(character) == at:
                change = style & ~_MARKS[character]
                del open_marks[character]
                ends.pop()
            else:
                close = _closing(line, at, mark) if character not in open_marks else None
                if close is None or (ends and close > ends[-1]):
                    continue
                open_marks[character] = close
                ends.append(close)
                change = style | _MARKS[character]
            self._put(line[copied:at])
            copied = at + 1
            if style and self._length > begun:
                self._spans.append(Span(begun, self._length, style))
            style, begun = change, self._length
        places.setdefault(len(line), self._length + len(line) - copied)
        self._put(line[copied:])
        self._links.extend(Link(places[link.start], places[link.end], link.url) for link in found)


class _Inside:
    """Which positions belong to a link: marks in there are part of it."""

    def __init__(self, found: tuple[Link, ...]) -> None:
        self._starts = [link.start for link in found]
        self._ends = [link.end for link in found]

    def link(self, at: int) -> bool:
        """Whether a link goes over this position."""
        which = bisect_right(self._starts, at) - 1
        return which >= 0 and at < self._ends[which]


def _closers(line: str, mark: str, inside: _Inside) -> list[int]:
    last = len(line) - 1
    return [
        at
        for at, character in enumerate(line)
        if character == mark
        and at > 0
        and not line[at - 1].isspace()
        and (at == last or not line[at + 1].isalnum())
        and not inside.link(at)
    ]


def _closing(line: str, at: int, closers: list[int]) -> int | None:
    """Where the mark at ``at`` closes, or None if it opens nothing."""
    after = line[at + 1 : at + 2]
    if (at > 0 and line[at - 1].isalnum()) or not after or after.isspace() or after == line[at]:
        return None
    which = bisect_right(closers, at + 1)
    return closers[which] if which < len(closers) else None


_JOINERS = "\u200d\ufe0f\u20e3"


def emoji_count(text: str, most: int = 4) -> int:
    """How many emoji a text consists of, 0 if there is anything else or more than ``most``."""
    count, joined, flag = 0, False, False
    if len(text) > most * 16:
        return 0
    for character in text.strip():
        code = ord(character)
        if character in _JOINERS or 0x1F3FB <= code <= 0x1F3FF or 0xE0020 <= code <= 0xE007F:
            joined = character == "\u200d"
        elif 0x1F1E6 <= code <= 0x1F1FF:
            flag = not flag
            count += flag
        elif (code >= 0x1F300 and code <= 0x1FAFF) or 0x2600 <= code <= 0x27BF or code in (0x2B50, 0x2B55, 0x203C):
            count += not joined
            joined = False
        elif not character.isspace():
            return 0
    return count if count <= most else 0
