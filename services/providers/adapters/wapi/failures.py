"""The errors of W-API: ``{"error": true, "message"}``. Source: others.md §3.1 (the words are unverified)."""

from services.domain.errors import AppError, AuthRejected, ErrorCode, NotConnected, Rejected
from services.providers import reading
from services.providers.answers import Answer

_NOT_LINKED = ("not connected", "disconnected", "desconectad", "não conectad", "nao conectad")
_BAD_TOKEN = ("invalid token", "token inválid", "token invalid", "unauthorized", "não autorizad")
_NO_NUMBER = ("not on whatsapp", "not exist", "does not have whatsapp", "invalid phone", "não existe")


def judge(answer: Answer) -> AppError | None:
    """``{"error": true, "message"}`` with any status; the words are unverified and only looked at for a hint."""
    body = reading.dict_of(answer.body)
    if answer.status < 300 and body.get("error") is not True:
        return None
    told = reading.text_or_none(body.get("message") or body.get("error"), 500) or ""
    words = told.lower()
    if any(part in words for part in _NOT_LINKED):
        return NotConnected(told)
    if any(part in words for part in _BAD_TOKEN):
        return AuthRejected(told)
    if answer.status < 500 and any(part in words for part in _NO_NUMBER):
        return Rejected(told, code=ErrorCode.NO_SUCH_NUMBER)
    return Rejected(told or "error without words") if answer.status < 300 else None
