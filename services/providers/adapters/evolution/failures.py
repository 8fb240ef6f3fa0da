"""Evolution's own ways of saying no (dossier §4.1)."""

from collections.abc import Iterator
from typing import Any

from services.domain.errors import (
    AppError,
    Conflict,
    ErrorCode,
    Misconfigured,
    NotConnected,
    NotFound,
    Rejected,
    Unavailable,
)
from services.providers import reading
from services.providers.answers import Answer, words

_UNDECODABLE = ("libspng", "pngload", "jpegload", "unsupported image format", "input buffer contains")


def judge(answer: Answer) -> AppError | None:
    """The typed error where Evolution's body says more than its status; None leaves the general rule."""
    body = reading.dict_of(answer.body)
    if answer.status < 300:
        # restart and connect tell their failure with 200
        return Unavailable(words(body) or "error") if body.get("error") is True else None
    missing = next((row for row in _objects(body) if row.get("exists") is False), None)
    if missing is not None:
        number = reading.text_or_none(missing.get("number"), 60) or ""
        return Rejected(f"{number} is not on WhatsApp", code=ErrorCode.NO_SUCH_NUMBER)
    told = told_by(answer) or ""
    lower = told.lower()
    if "connection closed" in lower or _boom_status(body) == 428:
        return NotConnected(told or "Connection Closed")
    if body.get("code") == "LICENSE_REQUIRED":
        return Misconfigured("the server wants its licence activated in its manager")
    if answer.status == 403 and "already in use" in lower:
        return Conflict(told)
    if answer.status == 404 and lower.startswith("cannot "):
        return Misconfigured(told, code=ErrorCode.WRONG_BRAND)
    if answer.status == 404 and "instance" in lower:
        return NotFound(told)
    if "message not found" in lower:
        return Rejected(told, code=ErrorCode.MEDIA_GONE)
    if answer.status == 500 and any(word in lower for word in _UNDECODABLE):
        return Rejected(told)
    return None


def told_by(answer: Answer) -> str | None:
    """The server's words: ``response.message``, ``message``, ``output.payload.message`` or ``error``."""
    body = reading.dict_of(answer.body)
    payload = reading.dict_of(reading.dict_of(body.get("output")).get("payload"))
    for value in (reading.dict_of(body.get("response")).get("message"), body.get("message"), payload):
        found = words(value)
        if found:
            return found
    return words(body)


def _boom_status(body: dict[str, Any]) -> int | None:
    return reading.int_or_none(reading.dict_of(body.get("output")).get("statusCode"))


def _objects(body: dict[str, Any]) -> Iterator[dict[str, Any]]:
    waiting: list[Any] = [reading.dict_of(body.get("response")).get("message"), body.get("message")]
    for _ in range(100):
        if not waiting:
            return
        value = waiting.pop()
        if isinstance(value, list):
            waiting.extend(value)
        elif isinstance(value, dict):
            yield value
