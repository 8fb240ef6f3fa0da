"""What a person types to find something, as data: words, phrases, filters; and where they are in a text."""

import re
import unicodedata
from datetime import date, datetime, timedelta
from functools import lru_cache

import msgspec

from services.domain.content import Direction, MessageKind
from services.domain.ids import ChatId, MessageId
from services.domain.models import ChatView

MAX_TYPED = 300
_MAX_TERMS = 16
_PREFIX_FROM = 2
_ITEM = re.compile(r'(?:(\w+):)?"([^"]*)"?|(\S+)')
_WORD = re.compile(r"[^\W_]+")
_NAMES = {
    "from": "author", "de": "author", "in": "chat", "em": "chat", "before": "before", "antes": "before",
    "after": "after", "depois": "after", "has": "has", "tem": "has",
    "label": "label", "etiqueta": "label",
}  # fmt: skip
_FILES = frozenset({"file", "arquivo", "files", "arquivos", "media", "midia", "anexo"})
_ME = frozenset({"me", "mim", "eu"})
_DATES = ("%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d-%m-%Y")


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """What is looked for. ``terms`` are folded sequences of words that all have to be there.

    With ``open_end`` the last word may go on. Times are UTC milliseconds: from ``after_ms`` on, up to
    but not including ``before_ms``. ``author``, ``chat`` and ``label`` are folded parts of names, or of numbers.
    """

    terms: tuple[tuple[str, ...], ...] = ()
    open_end: bool = False
    author: str = ""
    from_me: bool = False
    chat: str = ""
    label: str = ""
    after_ms: int | None = None
    before_ms: int | None = None
    has_file: bool = False

    def narrows(self) -> bool:
        """Whether anything but words is asked for."""
        return bool(
            self.author or self.from_me or self.chat or self.label or self.has_file
        ) or (self.after_ms, self.before_ms) != (None, None)  # fmt: skip

    def __bool__(self) -> bool:
        return bool(self.terms) or self.narrows()


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """A message that was found. ``text`` is cut around the first of ``marks``, which are (from, to) in it."""

    message_id: MessageId
    chat_id: ChatId
    chat_title: str
    is_group: bool
    address: str
    sent_at_ms: int
    direction: Direction
    kind: MessageKind
    text: str
    marks: tuple[tuple[int, int], ...] = ()


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """Conversations by name or number, and messages, newest first; ``more`` messages exist than are here."""

    chats: tuple[ChatView, ...] = ()
    messages: tuple[Hit, ...] = ()
    more: bool = False


def fold(text: str) -> str:
    """Small letters without accents, the way the index keeps words."""
    if text.isascii():
        return text.lower()
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c)).lower()


def words(text: str) -> tuple[str, ...]:
    """The folded words of a text: runs of letters and digits."""
    return tuple(_WORD.findall(fold(text)))


def parse(typed: str) -> Query:
    """Read what was typed; everything is legal, what is no filter is looked for as it stands; a space ends a word."""
    ends_in_a_word = typed[:MAX_TYPED][-1:].isalnum()
    typed = clean(typed)
    terms: list[tuple[str, ...]] = []
    facts: dict[str, object] = {}
    open_end = False
    for found in _ITEM.finditer(typed):
        name, quoted, bare = found.groups()
        if bare is not None and ":" in bare:
            name, _, value = bare.partition(":")
        else:
            value = quoted if bare is None else bare
        if name is not None and _filter(name, value, facts):
            open_end = False
            continue
        if name is not None:
            value = found.group(0)
        term = words(value)
        if term and len(terms) < _MAX_TERMS:
            terms.append(term[:_MAX_TERMS])
            open_end = bare is not None and ends_in_a_word and len(term[-1]) >= _PREFIX_FROM
    return msgspec.convert({**facts, "terms": tuple(terms), "open_end": open_end}, Query)


def filter_kind(name: str) -> str | None:
    """What a word before a colon narrows: author, chat, before, after, has or label; None for any other word."""
    return _NAMES.get(fold(name))


def clean(typed: str) -> str:
    """What was typed, without characters no index and no database takes, of bounded length."""
    kept = typed[:MAX_TYPED].encode("utf-8", "replace").decode()
    return "".join(" " if unicodedata.category(c) == "Cc" else c for c in kept).strip()


def marks(text: str, query: Query) -> tuple[tuple[int, int], ...]:
    """Where the query's words are in a text, as (from, to), in order and apart."""
    spans = _placed(text)
    said = [word for word, _, _ in spans]
    found: list[tuple[int, int]] = []
    for number, term in enumerate(query.terms):
        open_end = query.open_end and number == len(query.terms) - 1
        before, last = list(term[:-1]), term[-1]
        for at, word in enumerate(said):
            if (word == last or (open_end and word.startswith(last))) and said[at - len(before) : at] == before:
                found.append((spans[at - len(before)][1], spans[at][2]))
    apart: list[tuple[int, int]] = []
    for begin, end in sorted(found):
        if not apart or begin >= apart[-1][1]:
            apart.append((begin, end))
    return tuple(apart)


def excerpt(text: str, query: Query, length: int = 160) -> tuple[str, tuple[tuple[int, int], ...]]:
    """A part of the text around the first place found, and the places in that part."""
    # only the head of a very long text is looked through for what to show
    head = " ".join(text[:20_000].split())
    places = marks(head, query)
    begin = max(0, places[0][0] - length // 4) if places else 0
    part = head[begin : begin + length]
    before = "…" if begin else ""
    shift = len(before) - begin
    shown = tuple((a + shift, min(b + shift, len(part) + len(before))) for a, b in places if a < begin + length)
    return before + part + ("…" if begin + length < len(head) else ""), shown


def _filter(name: str, value: str, facts: dict[str, object]) -> bool:
    kind = filter_kind(name)
    folded = fold(value).strip()
    if kind is None or not folded:
        return False
    if kind == "has":
        facts["has_file"] = folded in _FILES
        return folded in _FILES
    if kind in ("before", "after"):
        day = _day(folded)
        if day is None:
            return False
        facts[f"{kind}_ms"] = _local_ms(day if kind == "before" else day + timedelta(days=1))
        return True
    if kind == "author" and folded in _ME:
        facts["from_me"] = True
    else:
        facts[kind] = folded
    return True


def _day(text: str) -> date | None:
    for form in _DATES:
        try:
            day = datetime.strptime(text, form).date()
        except ValueError:
            continue
        return day if 1980 <= day.year <= 2200 else None
    return None


def _local_ms(day: date) -> int:
    return int(datetime(day.year, day.month, day.day).timestamp() * 1000)


@lru_cache(4096)
def _letter(character: str) -> str:
    return fold(character)


def _placed(text: str) -> list[tuple[str, int, int]]:
    """The folded words with their places in the text as it is."""
    if text.isascii():
        return [(m.group(), m.start(), m.end()) for m in _WORD.finditer(text.lower())]
    pieces = list(map(_letter, text))
    folded = "".join(pieces)
    found = _WORD.finditer(folded)
    if len(folded) == len(text) and "" not in pieces:
        # a letter for a letter, as nearly always
        return [(m.group(), m.start(), m.end()) for m in found]
    origins = [at for at, piece in enumerate(pieces) for _ in piece]
    return [(m.group(), origins[m.start()], origins[m.end() - 1] + 1) for m in found]
