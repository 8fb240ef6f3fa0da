"""Times, sizes and numbers as the person's language writes them. Moments come as milliseconds UTC."""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import lru_cache

from PySide6.QtCore import QCoreApplication, QDate, QLocale, QTime

from services.domain import formatting

Clock = Callable[[], float]
"""Seconds since 1970; a test hands in a fixed one."""

translate = QCoreApplication.translate


def local_day(moment_ms: int) -> date:
    """The calendar day of a moment where the person is."""
    return datetime.fromtimestamp(moment_ms / 1000).date()


def time_of_day(moment_ms: int) -> str:
    """``14:05`` or ``2:05 PM``."""
    moment = datetime.fromtimestamp(moment_ms / 1000)
    return _clock_words(QLocale().name(), moment.hour, moment.minute)


@lru_cache(maxsize=3000)
def _clock_words(_locale: str, hour: int, minute: int) -> str:
    return QLocale().toString(QTime(hour, minute), QLocale.FormatType.ShortFormat)


def day_name(day: date, today: date) -> str:
    """Today, Yesterday, the weekday within a week, else the date."""
    age = (today - day).days
    if age == 0:
        return translate("Formats", "Today")
    if age == 1:
        return translate("Formats", "Yesterday")
    qdate = QDate(day.year, day.month, day.day)
    if 1 < age < 7:
        name = QLocale().dayName(qdate.dayOfWeek(), QLocale.FormatType.LongFormat)
        return name[:1].upper() + name[1:]
    return full_date(day)


def full_date(day: date) -> str:
    """The date with a four digit year: 12/03/2026 in Portuguese, 12 Mar 2026 or the like elsewhere."""
    qdate = QDate(day.year, day.month, day.day)
    locale = QLocale()
    return locale.toString(qdate, locale.dateFormat(QLocale.FormatType.ShortFormat).replace("yyyy", "yy").replace("yy", "yyyy"))


def list_time(moment_ms: int, today: date) -> str:
    """What a row of the conversations list shows: the time today, else the day."""
    day = local_day(moment_ms)
    return time_of_day(moment_ms) if day == today else day_name(day, today)


def moment(moment_ms: int, today: date) -> str:
    """A full moment: ``Yesterday, 14:05``."""
    return f"{day_name(local_day(moment_ms), today)}, {time_of_day(moment_ms)}"


def since(moment_ms: int, now_s: float) -> str:
    """A moment for the middle of a sentence: the time today, else date and time."""
    day = local_day(moment_ms)
    clock = time_of_day(moment_ms)
    return clock if day == local_day(int(now_s * 1000)) else f"{full_date(day)}, {clock}"


def seconds(moment_ms: int) -> str:
    """``14:05:33``, for logs."""
    return datetime.fromtimestamp(moment_ms / 1000).strftime("%H:%M:%S")


_NO_TENTH = re.compile(r"[.,]0(?=\D)")


def size(octets: int) -> str:
    """``3,4 kB``, but ``5 MB``."""
    return _NO_TENTH.sub("", QLocale().formattedDataSize(octets, 1, QLocale.DataSizeFormat.DataSizeTraditionalFormat))


def number(value: int) -> str:
    """``12.000`` or ``12,000``."""
    return QLocale().toString(value)


def duration(length_s: float) -> str:
    """``1:05``."""
    minutes, rest = divmod(round(length_s), 60)
    return f"{minutes}:{rest:02d}"


def phone(digits: str) -> str:
    """Readable international form; Brazilian numbers with their area code."""
    if digits.startswith("55") and len(digits) in (12, 13):
        local = digits[4:]
        return f"+55 {digits[2:4]} {local[:-4]}-{local[-4:]}"
    return f"+{digits}"


def one_line(text: str, limit: int = 160) -> str:
    """Outside text as one short line: what a list row or a title can take, whatever was sent."""
    return " ".join(text[: limit * 4].split())[:limit]


def unmarked_line(text: str, limit: int = 160) -> str:
    """The same of what somebody wrote, without the marks of bold and the like."""
    return one_line(formatting.read(text[: limit * 4]).text, limit)


_CONTROLS = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")


def isolated(text: str, limit: int = 160) -> str:
    """The same between words of ours: it cannot turn round what stands beside it."""
    kept = _CONTROLS.sub("", one_line(text, limit))
    return f"\u2068{kept}\u2069" if kept else ""


def spoken(parts: Iterable[str]) -> str:
    """Parts one after the other, each ended by a mark that a voice pauses at."""
    said = ""
    for part in parts:
        said += f"{'' if not said else ' ' if said[-1] in '.!?…:' else '. '}{part}"
    return said
