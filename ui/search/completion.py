"""What the search field offers for the word that is being typed: the filters, and what may follow each of them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from services.domain import search
from ui import formats

translate = QCoreApplication.translate

# the words as the parser knows them in each language, and what each asks for
_FILTERS: dict[str, tuple[object, object]] = {
    "author": (QT_TRANSLATE_NOOP("SearchFilters", "from"), QT_TRANSLATE_NOOP("SearchFilters", "who wrote it")),
    "chat": (QT_TRANSLATE_NOOP("SearchFilters", "in"), QT_TRANSLATE_NOOP("SearchFilters", "in which conversation")),
    "label": (QT_TRANSLATE_NOOP("SearchFilters", "label"), QT_TRANSLATE_NOOP("SearchFilters", "with this label")),
    "has": (QT_TRANSLATE_NOOP("SearchFilters", "has"), QT_TRANSLATE_NOOP("SearchFilters", "with a file")),
    "after": (QT_TRANSLATE_NOOP("SearchFilters", "after"), QT_TRANSLATE_NOOP("SearchFilters", "written after this day")),
    "before": (QT_TRANSLATE_NOOP("SearchFilters", "before"), QT_TRANSLATE_NOOP("SearchFilters", "written before this day")),
}
_FILE = QT_TRANSLATE_NOOP("SearchFilters", "file")
_ME = QT_TRANSLATE_NOOP("SearchFilters", "me")
_DAYS = (
    (0, QT_TRANSLATE_NOOP("SearchFilters", "today")),
    (1, QT_TRANSLATE_NOOP("SearchFilters", "yesterday")),
    (7, QT_TRANSLATE_NOOP("SearchFilters", "a week ago")),
    (30, QT_TRANSLATE_NOOP("SearchFilters", "30 days ago")),
)
_BEGUN = re.compile(r'(?:^|\s)(?:(\w+):("[^"]*|[^\s"]*)|(\w{2,}))$')
_NEEDS_QUOTES = re.compile(r'[\s:]')
_MOST = 6


@dataclass(frozen=True)
class Begun:
    """The last word before the cursor: a filter of this ``kind`` ("" for none yet), what follows it, where it begins."""

    kind: str
    value: str
    start: int


@dataclass(frozen=True)
class Offer:
    """``text`` takes the place of what was begun; ``about`` says what it does."""

    text: str
    about: str


def begun(typed: str) -> Begun | None:
    """What may be completed at the end of ``typed``."""
    found = _BEGUN.search(typed)
    if found is None:
        return None
    name, value, bare = found.groups()
    if bare is not None:
        return Begun("", search.fold(bare), found.start(3))
    kind = search.filter_kind(name)
    return Begun(kind, search.fold(value.lstrip('"')).strip(), found.start(1)) if kind is not None else None


def offers(word: Begun, today: date, *, labels: Iterable[str] = (), names: Iterable[str] = ()) -> tuple[Offer, ...]:
    """What it may become; ``names`` are of conversations that answer to its value."""
    if not word.kind:
        said = ((_said(name), _said(about)) for name, about in _FILTERS.values())
        return tuple(Offer(f"{name}:", about) for name, about in said if name.startswith(word.value))
    name = _said(_FILTERS[word.kind][0])
    found: list[tuple[str, str]] = []
    match word.kind:
        case "has":
            found = [(_said(_FILE), "")]
        case "label":
            found = [(label, "") for label in sorted(labels, key=str.casefold) if word.value in search.fold(label)]
        case "before" | "after":
            for ago, about in _DAYS:
                found.append(((today - timedelta(days=ago)).strftime("%d/%m/%Y"), _said(about)))
        case "author":
            me = [_said(_ME)] if _said(_ME).startswith(word.value) else []
            found = [(each, "") for each in (*me, *names)]
        case "chat":
            found = [(each, "") for each in names]
    plain = ((formats.one_line(value, 60).replace('"', ""), about) for value, about in found)
    ready = tuple(Offer(f"{name}:{_quoted(value)} ", about) for value, about in plain if _goes_on(word, value))
    return ready[:_MOST]


def _goes_on(word: Begun, value: str) -> bool:
    # what stands there whole is nothing to offer any more; names were found by the services' own rules
    folded = search.fold(value)
    return bool(folded) and folded != word.value and (word.kind in ("author", "chat", "label") or folded.startswith(word.value))


def _quoted(value: str) -> str:
    return f'"{value}"' if _NEEDS_QUOTES.search(value) else value


def _said(words: object) -> str:
    return translate("SearchFilters", str(words))
