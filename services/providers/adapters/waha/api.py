"""WAHA's REST API as one connection: paths, the key, the session's name, and its errors (waha dossier §4.1-4.2)."""

from collections.abc import Callable, Mapping
from typing import Any

from services.domain.errors import (
    AppError,
    ErrorCode,
    NotConnected,
    NotFound,
    NotSupported,
    RateLimited,
    Rejected,
    Unavailable,
)
from services.domain.outgoing import Accepted, Outcome
from services.providers.answers import Answer, words
from services.providers.base import Credentials
from services.providers.http import HttpClient, segment
from services.providers.reading import dict_of, text_or_none

# WAHA itself waits up to 15 s for the session to reach the status a call needs
TIMEOUT_S = 25.0
SLOW_TIMEOUT_S = 60.0
MEDIA_TIMEOUT_S = 180.0
DEFAULT_SESSION = "default"

_NO_NUMBER = ("no lid found for", "no lid for user")
_TIMELOCK = ("error 463", "code 463")
_BROKEN_SESSION = ("session closed", "protocol error", "target closed")


class Api:
    """One session on one server. The key goes to that server's own host only (see ``HttpClient``)."""

    def __init__(self, credentials: Credentials) -> None:
        key = credentials.secrets.get("api_key")
        self.session = credentials.name or DEFAULT_SESSION
        self.http = HttpClient(
            credentials.base_url,
            headers={"X-Api-Key": key} if key else {},
            judge=judge,
            timeout_s=TIMEOUT_S,
        )

    def path(self, *parts: str) -> str:
        """``/api/{session}/…`` with every part quoted (``@`` becomes ``%40``)."""
        return "/".join(["/api", *(segment(part) for part in (self.session, *parts))])

    def session_path(self, *parts: str) -> str:
        """``/api/sessions/{session}/…``."""
        return "/".join(["/api/sessions", *(segment(part) for part in (self.session, *parts))])

    def body(self, **fields: Any) -> dict[str, Any]:
        """A request body with the session's name; fields that are None are left out."""
        return {
            "session": self.session,
            **{name: value for name, value in fields.items() if value is not None},
        }

    async def call(
        self,
        method: str,
        path: str,
        *,
        body: Any = None,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        timeout_s: float | None = None,
    ) -> Any:
        """The decoded JSON of a 2xx answer, None for an empty one. Raises AppErrors."""
        answer = await self.http.request(method, path, body=body, params=params, headers=headers, timeout_s=timeout_s)
        return answer.body

    async def send(
        self,
        method: str,
        path: str,
        read: Callable[[Answer], Accepted],
        *,
        body: Any = None,
        timeout_s: float = SLOW_TIMEOUT_S,
    ) -> Outcome:
        """Something that reaches a customer: failures are outcomes, never exceptions."""
        return await self.http.send(method, path, read, body=body, timeout_s=timeout_s)


def judge(answer: Answer) -> AppError | None:
    """WAHA's error bodies as typed errors; None leaves the status to the general rule.

    A 500 repeats our whole request, base64 files included: only the exception's own words are kept.
    """
    if answer.status < 400 or answer.status in (401, 403):
        return None
    body = dict_of(answer.body)
    if answer.status == 501:
        return NotSupported(words(body) or "not implemented by this engine")
    if answer.status == 404:
        inner = dict_of(body.get("error"))
        if inner.get("key") == "FILE_NOT_FOUND":
            return Rejected(words(inner) or "file not found", code=ErrorCode.MEDIA_GONE)
        return None
    if answer.status == 422:
        return _unprocessable(body)
    if answer.status == 500 and body:
        return _exception(text_or_none(dict_of(body.get("exception")).get("message"), 500) or words(body) or "HTTP 500")
    return None


def _unprocessable(body: dict[str, Any]) -> AppError | None:
    text = words(body) or ""
    status = text_or_none(body.get("status"), 60)
    if status is not None:
        return NotConnected(f"{status}: {text}")
    if "does not exist" in text:
        return NotFound(text)
    if "Plus version" in text or "WAHA Core support only" in text:
        return NotSupported(text)
    return None


def _exception(text: str) -> AppError:
    low = text.lower()
    if any(sign in low for sign in _NO_NUMBER):
        return Rejected(text, code=ErrorCode.NO_SUCH_NUMBER)
    if any(sign in low for sign in _TIMELOCK):
        return Rejected(text, code=ErrorCode.TIMELOCK)
    if "rate-overlimit" in low:
        return RateLimited(text)
    if any(sign in low for sign in _BROKEN_SESSION):
        return NotConnected(text)
    return Unavailable(text)


def is_missing_route(error: AppError) -> bool:
    """Whether a 404 says that this release has no such endpoint, not that a thing is missing."""
    return isinstance(error, NotFound) and "Cannot " in error.text
