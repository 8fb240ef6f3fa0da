"""A template filled in: what goes to Meta, and what it will look like (others dossier §4.4)."""

from collections.abc import Mapping

from services.domain.outgoing import Template, TemplateField, TemplateOffer


def filled(text: str, values: Mapping[TemplateField, str], part: str, index: int = 0) -> str:
    """A part's text with its values; a placeholder without one stays to be seen."""
    for field, value in values.items():
        if (field.part, field.index) == (part, index) and value:
            text = text.replace(f"{{{{{field.name}}}}}", value)
    return text


def preview(offer: TemplateOffer, values: Mapping[TemplateField, str]) -> str:
    """Header, body, footer as the customer will read them; buttons are shown apart."""
    header = filled(offer.header or "", values, "header")
    return "\n\n".join(part for part in (header, filled(offer.text or "", values, "body"), offer.footer) if part)


def template_of(offer: TemplateOffer, values: Mapping[TemplateField, str]) -> Template:
    """The template with its parameters; a file for the header is put in when it has been uploaded."""
    components: list[dict[str, object]] = []
    for part in ("header", "body"):
        told = [_parameter(field, values[field]) for field in offer.fields if field.part == part]
        if told:
            components.append({"type": part, "parameters": told})
    for field in offer.fields:
        if field.part == "button":
            code = field.kind == "copy_code"
            value = {"type": "coupon_code", "coupon_code": values[field]} if code else {"type": "text", "text": values[field]}
            components.append(
                {"type": "button", "sub_type": field.kind, "index": str(field.index), "parameters": [value]}
            )
    return Template(name=offer.name, language=offer.language, components=tuple(components))


def _parameter(field: TemplateField, value: str) -> dict[str, object]:
    told: dict[str, object] = {"type": "text", "text": value}
    if not field.name.isdigit():
        told["parameter_name"] = field.name
    return told
