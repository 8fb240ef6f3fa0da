"""Message templates as the agent is offered them (others dossier §4.4)."""

import re
from typing import Any

from services.domain.outgoing import TemplateOffer
from services.providers.reading import dict_of, list_of, text_or_none

_PLACEHOLDER = re.compile(r"\{\{\s*([A-Za-z0-9_]{1,60})\s*\}\}")


def offer(value: Any) -> TemplateOffer | None:
    """One item of ``/message_templates``; None without name or language."""
    data = dict_of(value)
    name, language = text_or_none(data.get("name"), 600), text_or_none(data.get("language"), 20)
    if name is None or language is None:
        return None
    parts = {
        (text_or_none(part.get("type"), 40) or "").upper(): part
        for part in map(dict_of, list_of(data.get("components")))
    }
    text = text_or_none(parts.get("BODY", {}).get("text"), 10_000)
    buttons = (text_or_none(dict_of(b).get("text"), 200) for b in list_of(parts.get("BUTTONS", {}).get("buttons")))
    status = text_or_none(data.get("status"), 40)
    return TemplateOffer(
        name=name,
        language=language,
        approved=status == "APPROVED",
        category=text_or_none(data.get("category"), 40),
        status=status,
        header=text_or_none(parts.get("HEADER", {}).get("text"), 1000),
        text=text,
        footer=text_or_none(parts.get("FOOTER", {}).get("text"), 1000),
        buttons=tuple(b for b in buttons if b),
        placeholders=tuple(dict.fromkeys(_PLACEHOLDER.findall(text or ""))),
    )
