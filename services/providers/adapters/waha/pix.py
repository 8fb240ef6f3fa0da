"""Pix cards: who is paid and by which key, out of WhatsApp's native-flow buttons (waha dossier §2.6)."""

import json
from typing import Any

from services.providers.baileys_part import folded
from services.providers.reading import dict_of, list_of, text_or_none, too_deep

_MAX_JSON = 100_000


def pix_text(message: dict[str, Any]) -> str | None:
    """Merchant and key, one a line; None where the message is no Pix card or cannot be read."""
    flow = folded(folded(message.get("interactiveMessage")).get("nativeFlowMessage"))
    for button in map(folded, list_of(flow.get("buttons"))):
        if button.get("name") != "payment_info":
            continue
        for setting in list_of(_parameters(button.get("buttonParamsJson")).get("payment_settings")):
            code = dict_of(dict_of(setting).get("pix_static_code"))
            lines = [text for key in ("merchant_name", "key") if (text := text_or_none(code.get(key), 300))]
            if lines:
                return "\n".join(lines)
    return None


def _parameters(text: Any) -> dict[str, Any]:
    if not isinstance(text, str) or len(text) > _MAX_JSON:
        return {}
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return {} if too_deep(told) else dict_of(told)
