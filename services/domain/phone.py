"""Phone numbers as people read and write them."""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from services.domain.address import MAX_PHONE_DIGITS, without_ninth_digit
from services.domain.errors import Invalid

# the area codes there are in Brazil
_AREAS = frozenset(
    "11 12 13 14 15 16 17 18 19 21 22 24 27 28 31 32 33 34 35 37 38 41 42 43 44 45 46 47 48 49 51 53 54 55 61 62 63 64 "
    "65 66 67 68 69 71 73 74 75 77 79 81 82 83 84 85 86 87 88 89 91 92 93 94 95 96 97 98 99".split()
)
_LINK = re.compile(r"^(?:https?://)?(?:wa\.me/|(?:api|web)\.whatsapp\.com/send/?\?phone=|tel:|whatsapp:)", re.IGNORECASE)
_REST = re.compile(r"[@?&/#:;,].*$", re.DOTALL)
_FEWEST_DIGITS = 7
_LONGEST_TYPED = 200


@lru_cache(maxsize=4096)
def display(digits: str) -> str:
    """``5511988887777`` → ``+55 11 98888-7777``; a number of unknown shape keeps its digits behind a plus."""
    # imported on first use: the metadata costs start-up time that an empty inbox need not pay
    import phonenumbers

    try:
        number = phonenumbers.parse(f"+{digits}")
    except phonenumbers.NumberParseException:
        return f"+{digits}"
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def read(typed: str, *, area: str | None = None) -> str:
    """Digits with country code of a number as anybody in Brazil may write it, its ninth digit put in.

    Country code, trunk zero and carrier may be there or not; a link of wa.me or an address counts as its
    number. ``area`` is the code taken where none is written. Raises Invalid: ``phone``, or ``phone_area``
    where only the area code is missing.
    """
    return _read(typed, area, _foreign)


def glance(typed: str, *, area: str | None = None) -> str | None:
    """The same for a number that is being typed, at no cost: None where it is no Brazilian one (yet)."""
    try:
        return _read(typed, area, _nowhere)
    except Invalid:
        return None


def _read(typed: str, area: str | None, foreign: Callable[[str, bool], str]) -> str:
    text = unicodedata.normalize("NFKC", typed[:_LONGEST_TYPED])
    text = "".join(c for c in text if unicodedata.category(c) != "Cf").strip()
    text = _REST.sub("", _LINK.sub("", text))
    if any(c.isalpha() for c in text):
        raise Invalid("phone")
    digits = "".join(c for c in text if c in "0123456789")
    if text.startswith("+") or digits.startswith("00"):
        digits = digits.removeprefix("00")
        return _brazilian(digits[2:]) if digits.startswith("55") else foreign(digits, True)
    if digits.startswith("0"):
        digits = digits[1:]
        # 0 41 11 98888-7777: the carrier stands before the area code
        return _brazilian(digits[2:] if len(digits) in (12, 13) else digits)
    if len(digits) in (8, 9):
        if area is None:
            raise Invalid("phone_area")
        return _brazilian(area + digits)
    try:
        return _brazilian(digits[2:] if len(digits) in (12, 13) and digits.startswith("55") else digits)
    except Invalid:
        return foreign(digits, False)


def area_of(digits: str | None) -> str | None:
    """The area code of a Brazilian number."""
    known = digits is not None and digits.startswith("55") and len(digits) in (12, 13)
    return digits[2:4] if known and digits is not None else None


def spellings(digits: str) -> tuple[str, ...]:
    """A number as WhatsApp may know it: as it is, then without the ninth digit (old lines are registered so)."""
    short = without_ninth_digit(digits)
    return (digits,) if short == digits else (digits, short)


def _brazilian(national: str) -> str:
    area, local = national[:2], national[2:]
    if area in _AREAS and len(local) == 9 and local[0] == "9":
        return f"55{area}{local}"
    if area in _AREAS and len(local) == 8 and local[0] in "23456789":
        # mobile numbers have had a ninth digit everywhere since 2016, landlines never
        return f"55{area}9{local}" if local[0] in "6789" else f"55{area}{local}"
    raise Invalid("phone")


def _nowhere(_digits: str, _told: bool) -> str:
    raise Invalid("phone")


def _foreign(digits: str, told: bool) -> str:
    """With the country code ``told`` any number that could be one, else only one that is in use."""
    import phonenumbers

    if not _FEWEST_DIGITS <= len(digits) <= MAX_PHONE_DIGITS:
        raise Invalid("phone")
    try:
        number = phonenumbers.parse(f"+{digits}")
    except phonenumbers.NumberParseException:
        raise Invalid("phone") from None
    fits = phonenumbers.is_possible_number if told else phonenumbers.is_valid_number
    if number.country_code == 55 or not fits(number):
        raise Invalid("phone")
    return digits
