"""WhatsApp addresses: every gateway's spelling of one person or group, reduced to one form."""

import re
from enum import StrEnum
from functools import lru_cache

import msgspec


class AddressKind(StrEnum):
    """What an address names; only ``user`` digits are a phone number."""

    USER = "user"
    LID = "lid"
    GROUP = "group"
    BROADCAST = "broadcast"
    STORY = "story"
    NEWSLETTER = "newsletter"
    BSUID = "bsuid"
    USERNAME = "username"
    RAW = "raw"


_DOMAIN_OF = {
    AddressKind.USER: "s.whatsapp.net",
    AddressKind.LID: "lid",
    AddressKind.GROUP: "g.us",
    AddressKind.BROADCAST: "broadcast",
    AddressKind.STORY: "broadcast",
    AddressKind.NEWSLETTER: "newsletter",
    AddressKind.BSUID: "bsuid",
    AddressKind.USERNAME: "username",
    AddressKind.RAW: "raw",
}
_KIND_OF = {
    "s.whatsapp.net": AddressKind.USER,
    "c.us": AddressKind.USER,
    "lid": AddressKind.LID,
    "hosted.lid": AddressKind.LID,
    "hosted": AddressKind.USER,
    "g.us": AddressKind.GROUP,
    "broadcast": AddressKind.BROADCAST,
    "newsletter": AddressKind.NEWSLETTER,
    "bsuid": AddressKind.BSUID,
    "username": AddressKind.USERNAME,
    "raw": AddressKind.RAW,
}
_BARE_NUMBER = re.compile(r"^\+?[\d\s().-]{5,25}$", re.ASCII)
_NOT_DIGITS = re.compile(r"\D+", re.ASCII)
_DEVICE = re.compile(r"(?:_\d+)?:\d+$")
MAX_PHONE_DIGITS = 15
_KEPT_LENGTH = 80


class Address(msgspec.Struct, frozen=True, order=True):
    """One canonical address. ``str()`` gives ``id@domain``; ``parse(str(a)) == a`` for every address."""

    kind: AddressKind
    id: str

    def __str__(self) -> str:
        return f"{self.id}@{_DOMAIN_OF[self.kind]}"

    @property
    def phone(self) -> str | None:
        """Digits with country code, or None where the address is no phone number (a LID never is)."""
        return self.id if self.kind is AddressKind.USER else None

    @property
    def is_customer(self) -> bool:
        """Whether a conversation with it belongs in the inbox (stories, newsletters and lists do not)."""
        return self.kind not in (AddressKind.STORY, AddressKind.NEWSLETTER, AddressKind.BROADCAST)

    @property
    def match_key(self) -> str:
        """Lookup key that is equal for the 8- and 9-digit spelling of one Brazilian mobile number."""
        if self.kind is AddressKind.USER:
            return f"{without_ninth_digit(self.id)}@{_DOMAIN_OF[self.kind]}"
        return str(self)


def parse(text: object) -> Address | None:
    """Read any gateway's spelling: JID, ``@c.us``, ``:device`` part, ``+55 11 …`` or bare digits.

    Returns None for nothing at all; a spelling nobody knows is kept as a RAW address, never guessed.
    """
    if not isinstance(text, str):
        return None
    # one message names the same few addresses again and again; what is too long to be one is not kept in memory
    return _read_known(text) if len(text) <= _KEPT_LENGTH else _read(text)


def _read(text: str) -> Address | None:
    text = text.replace("\x00", "").strip()
    if not text.isascii():
        text = text.encode("utf-8", "replace").decode()  # a lone surrogate could never be stored
    if not text:
        return None
    if text == "status@broadcast" or text == "status":
        return Address(AddressKind.STORY, "status")
    name, at, domain = text.rpartition("@")
    if not at:
        if _BARE_NUMBER.match(text):
            digits = _NOT_DIGITS.sub("", text)
            if 5 <= len(digits) <= MAX_PHONE_DIGITS:
                return Address(AddressKind.USER, digits)
        return Address(AddressKind.RAW, text[:200])
    kind = _KIND_OF.get(domain.lower())
    if kind is None or not name:
        return Address(AddressKind.RAW, text[:200])
    if kind is AddressKind.USER:
        name = _DEVICE.sub("", name).lstrip("+")
        if not (name.isascii() and name.isdigit() and len(name) <= MAX_PHONE_DIGITS):
            return Address(AddressKind.RAW, text[:200])
    elif kind is AddressKind.LID:
        name = _DEVICE.sub("", name)
        if not (name.isascii() and name.isdigit()):
            return Address(AddressKind.RAW, text[:200])
    return Address(kind, name[:200])


_read_known = lru_cache(maxsize=4096)(_read)


def user(phone: str) -> Address:
    """The address of a phone number given as digits (other characters are dropped)."""
    return Address(AddressKind.USER, _NOT_DIGITS.sub("", phone)[:MAX_PHONE_DIGITS])


def without_ninth_digit(digits: str) -> str:
    """``5511988887777`` → ``551188887777`` for Brazilian mobiles; every other number unchanged.

    A landline (first of the eight digits 2 to 5) has no twin. For lookup only: sending uses the
    address that the gateway gave.
    """
    if len(digits) == 13 and digits.startswith("55") and digits[4] == "9" and digits[5] in "6789":
        return digits[:4] + digits[5:]
    return digits
