"""Shared contacts: what a vCard says of a person."""

import re

from services.domain.content import ContactCard
from services.providers import reading

_LIMIT = 20_000
_WAID = re.compile(r"waid=(\d{5,20})", re.IGNORECASE)
_FOLDED = re.compile(r"\r?\n[ \t]")


def read_vcard(vcard: object, name: object = None) -> ContactCard:
    """A card from vCard text (any version; never raises). ``name`` is what the message itself calls it.

    A phone with WhatsApp's ``waid`` is given by it ("+5511966660303"), others as written. Only the
    first 20 000 characters are read.
    """
    text = (reading.text_or_none(vcard, _LIMIT) or "").replace("\r\n", "\n")
    phones: list[str] = []
    emails: list[str] = []
    full_name = organisation = None
    for line in _FOLDED.sub("", text).split("\n"):
        label, _, value = line.partition(":")
        field = label.partition(";")[0].rpartition(".")[2].strip().upper()
        value = _plain(value)
        if not value:
            continue
        if field == "TEL":
            waid = _WAID.search(label)
            phone = f"+{waid.group(1)}" if waid else value
            if phone not in phones:
                phones.append(phone)
        elif field == "EMAIL":
            emails.append(value)
        elif field == "FN":
            full_name = full_name or value
        elif field == "ORG":
            organisation = organisation or ", ".join(p for p in value.split(";") if p.strip())
    shown = reading.text_or_none(name, 300) or full_name or organisation or (phones[0] if phones else "?")
    return ContactCard(
        name=shown,
        phones=tuple(phones[:20]),
        emails=tuple(emails[:20]),
        organisation=organisation,
        vcard=text or None,
    )


def _plain(value: str) -> str:
    return re.sub(r"\\([\\,;:])", r"\1", value.replace("\\n", " ").replace("\\N", " ")).strip()[:500]
