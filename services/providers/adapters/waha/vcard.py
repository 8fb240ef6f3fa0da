"""vCards as WhatsApp writes them: name, numbers (``waid`` first), addresses of mail, organisation."""

import re

from services.domain.events import ContactCard
from services.providers.reading import clean

_FOLD = re.compile(r"\r?\n[ \t]")
_WAID = re.compile(r"waid=(\d{5,20})", re.IGNORECASE)
_ESCAPE = re.compile(r"\\([,;\\])")
MAX_LENGTH = 100_000


def read_vcard(text: str, name: str | None = None) -> ContactCard:
    """One card; anything may be missing. ``name`` is the gateway's own, used where the card has none."""
    card = clean(text[:MAX_LENGTH])
    found: str | None = None
    organisation: str | None = None
    phones: list[str] = []
    emails: list[str] = []
    for line in _FOLD.sub("", card).splitlines():
        head, colon, value = line.partition(":")
        value = _ESCAPE.sub(r"\1", value.replace("\\n", "\n")).strip()
        if not colon or not value:
            continue
        key = head.split(";", 1)[0].rpartition(".")[2].upper()
        if key == "FN" or (key == "N" and found is None):
            found = value if key == "FN" else " ".join(reversed([p for p in value.split(";")[:2] if p]))
        elif key == "TEL":
            number = _WAID.search(head)
            phones.append(number.group(1) if number else value[:40])
        elif key == "EMAIL":
            emails.append(value[:200])
        elif key == "ORG":
            organisation = value.rstrip(";")[:300] or None
    return ContactCard(
        name=(found or name or (phones[0] if phones else ""))[:300],
        phones=tuple(dict.fromkeys(phones))[:20],
        emails=tuple(dict.fromkeys(emails))[:20],
        organisation=organisation,
        vcard=card,
    )
