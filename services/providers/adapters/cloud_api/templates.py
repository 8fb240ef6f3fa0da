"""Message templates as the agent is offered them (others dossier §4.4)."""

import re
from collections.abc import Iterator
from typing import Any

from services.domain.outgoing import TemplateField, TemplateOffer
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
    header = parts.get("HEADER", {})
    buttons = [dict_of(b) for b in list_of(parts.get("BUTTONS", {}).get("buttons"))]
    head_text = text_or_none(header.get("text"), 1000)
    form = (text_or_none(header.get("format"), 40) or "").upper()
    status = text_or_none(data.get("status"), 40)
    return TemplateOffer(
        name=name,
        language=language,
        approved=status == "APPROVED",
        category=text_or_none(data.get("category"), 40),
        status=status,
        header=head_text,
        header_file=form.lower() if form in ("IMAGE", "VIDEO", "DOCUMENT") else None,
        text=text,
        footer=text_or_none(parts.get("FOOTER", {}).get("text"), 1000),
        buttons=tuple(words for b in buttons if (words := text_or_none(b.get("text"), 200))),
        fields=(*_fields("header", head_text), *_fields("body", text), *_of_buttons(buttons)),
    )


def _fields(part: str, text: str | None) -> tuple[TemplateField, ...]:
    return tuple(TemplateField(part=part, name=name) for name in dict.fromkeys(_PLACEHOLDER.findall(text or "")))


def _of_buttons(buttons: list[dict[str, Any]]) -> Iterator[TemplateField]:
    for at, button in enumerate(buttons):
        kind, words = (text_or_none(button.get("type"), 40) or "").upper(), text_or_none(button.get("text"), 200) or ""
        if kind == "COPY_CODE":
            yield TemplateField(part="button", name="code", index=at, kind="copy_code", words=words)
        elif kind == "URL":
            for name in _PLACEHOLDER.findall(text_or_none(button.get("url"), 4000) or "")[:1]:
                yield TemplateField(part="button", name=name, index=at, kind="url", words=words)
