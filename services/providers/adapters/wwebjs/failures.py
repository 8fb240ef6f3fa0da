"""The errors of whatsapp-web.js servers: ``{success: false, error}``. Source: others.md §5.2 and the servers' code."""

from services.domain.errors import AppError, ErrorCode, Misconfigured, NotConnected, Rejected
from services.providers import reading
from services.providers.answers import Answer

_NO_SESSION = ("session_not_found", "session_not_connected", "browser tab closed", "session closed")
# certain refusals that the server tells with 500, like everything whatsapp-web.js throws
_REFUSALS = (
    ("message not found", ErrorCode.NOT_FOUND),
    ("media not found", ErrorCode.MEDIA_GONE),
    ("could not get the quoted message", ErrorCode.NOT_FOUND),
    ("chat not found", ErrorCode.NOT_FOUND),
    ("no lid for user", ErrorCode.NO_SUCH_NUMBER),
    ("wid error", ErrorCode.NO_SUCH_NUMBER),
    ("invalid wid", ErrorCode.NO_SUCH_NUMBER),
)


def judge(answer: Answer) -> AppError | None:
    """The typed error behind an answer, None where the status alone decides."""
    body = reading.dict_of(answer.body)
    told = reading.text_or_none(body.get("error") or body.get("message"), 500) or ""
    words = told.lower()
    if answer.status == 404 and any(word in words for word in _NO_SESSION):
        return NotConnected(told)
    if answer.status == 422 and "alphanumerical" in words:
        return Misconfigured(told, code=ErrorCode.INVALID)
    if answer.status in (404, 500):
        code = next((code for part, code in _REFUSALS if part in words), None)
        return Rejected(told, code=code) if code is not None else None
    return None
