"""Uazapi's errors: ``{"error": "…"}`` or ``{"error": true, "message": "…"}``, also with 200 (others dossier §2.1).

WhatsApp's own refusals carry ``error_source: whatsapp_server`` and words in Portuguese.
"""

from services.domain.errors import (
    AppError,
    AuthRejected,
    ErrorCode,
    NotConnected,
    NotFound,
    RateLimited,
    Rejected,
)
from services.providers.answers import Answer, retry_after
from services.providers.reading import dict_of, int_or_none, text_or_none

_NO_SESSION = (
    "no session",
    "no active session",
    "not connected",
    "disconnected",
    "not logged in",
    "client not found",
)
_TIMELOCK = 463


def judge(answer: Answer) -> AppError | None:
    """The error the server tells, or None where the rule by HTTP status may decide."""
    body = dict_of(answer.body)
    error = body.get("error")
    if answer.status < 300 and not error:
        return None
    told = text_or_none(body.get("message_ptbr"), 500) or (
        text_or_none(error, 500) if not isinstance(error, bool) else None
    )
    text = told or text_or_none(body.get("message"), 500)
    if text is None:
        return Rejected("error") if answer.status < 300 else None
    if body.get("error_source") == "whatsapp_server":
        code = int_or_none(body.get("provider_code"))
        return Rejected(text, code=ErrorCode.TIMELOCK if code == _TIMELOCK else None)
    if any(words in text.lower() for words in _NO_SESSION):
        return NotConnected(text)
    match answer.status:
        case 401 | 403:
            return AuthRejected(text)
        case 404:
            return NotFound(text)
        case 413:
            return Rejected(text, code=ErrorCode.TOO_LARGE)
        case 429:
            return RateLimited(text, retry_after_s=retry_after(answer.headers.get("retry-after")))
        case status if status < 300:
            return Rejected(text)
        case _:
            return None
