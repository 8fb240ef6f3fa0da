"""Answers of a gateway and what they mean: typed errors, and outcomes of sends."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import msgspec

from services.domain.errors import (
    AppError,
    AuthRejected,
    ErrorCode,
    Misconfigured,
    NotFound,
    ParseError,
    RateLimited,
    Rejected,
    Unavailable,
)
from services.domain.outgoing import NotSent, Outcome, Refused, Uncertain
from services.providers import reading

_WORDS_LIMIT = 500


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What came back: ``body`` is the decoded JSON (None where there is none), ``headers`` in lower case."""

    status: int
    headers: Mapping[str, str] = {}
    body: Any = None
    raw: bytes = b""


Judge = Callable[[Answer], AppError | None]
"""A provider's own reading of an answer, asked first and for every status: an error, or None for the rule."""


class Progress:
    """How far one request got; tells "certainly not sent" from "nobody knows"."""

    def __init__(self) -> None:
        self.written = False
        self.status: int | None = None
        self.passed: Callable[[int], None] | None = None


def checked(answer: Answer, judge: Judge | None = None, *, json: bool = True) -> Answer:
    """The answer with its JSON decoded, or the error that its status, form and ``judge`` make of it."""
    decoded, problem = answer, None
    if answer.raw.strip() and (json or answer.status >= 300):
        try:
            decoded = msgspec.structs.replace(answer, body=reading.decode(answer.raw))
        except ParseError as error:
            problem = error
    if judge is not None and problem is None:
        verdict = judge(decoded)
        if verdict is not None:
            raise verdict
    if 200 <= answer.status < 300:
        if problem is not None:
            raise Misconfigured(f"not JSON: {excerpt(answer.raw)}")
        return decoded
    raise status_error(decoded, is_json=problem is None)


def status_error(answer: Answer, *, is_json: bool = True) -> AppError:
    """The typed error for a status that is not 2xx, in the gateway's own words."""
    text = f"HTTP {answer.status}: {words(answer.body) or excerpt(answer.raw)}".rstrip(": ")
    retry_after_s = retry_after(answer.headers.get("retry-after"))
    match answer.status:
        case status if status < 400:
            host = urlsplit(answer.headers.get("location", "")).netloc
            return Misconfigured(f"HTTP {status}: redirects to {host or 'another path'}")
        case 401 | 403:
            return AuthRejected(text)
        case 429:
            return RateLimited(text, retry_after_s=retry_after_s)
        case 413:
            return Rejected(text, code=ErrorCode.TOO_LARGE)
        case 408 | 425:
            return Unavailable(text, retry_after_s=retry_after_s)
        case status if status >= 500:
            return Unavailable(text, retry_after_s=retry_after_s)
        case _ if not is_json:
            return Misconfigured(text)
        case 404:
            return NotFound(text)
        case _:
            return Rejected(text)


def connection_error(error: BaseException) -> AppError:
    """The typed error for a request that got no (whole) answer."""
    if isinstance(error, (aiohttp.ClientSSLError, aiohttp.ServerFingerprintMismatch)):
        return Misconfigured(_told(error), code=ErrorCode.TLS)
    if isinstance(error, (aiohttp.InvalidURL, aiohttp.NonHttpUrlClientError)):
        return Misconfigured(_told(error), code=ErrorCode.INVALID)
    if isinstance(error, aiohttp.ServerDisconnectedError):
        return Unavailable("the connection was closed without an answer")
    if isinstance(error, TimeoutError):
        return Unavailable("no answer in time")
    return Unavailable(_told(error))


def outcome_of(error: AppError, progress: Progress) -> Outcome:
    """What a failed send means for the message.

    Before the request was written, or refused for reasons that pass (key, session, rate): NotSent.
    After it, without a clear no (broken connection, time-out, 5xx, unreadable 2xx): Uncertain.
    """
    if not progress.written:
        return NotSent(code=error.code, text=error.text, retry_after_s=error.retry_after_s)
    if error.code in (ErrorCode.UNAVAILABLE, ErrorCode.PARSE, ErrorCode.TLS, ErrorCode.UNCERTAIN):
        return Uncertain(text=error.text)
    if isinstance(error, Misconfigured) and progress.status is not None and progress.status < 300:
        return Uncertain(text=error.text)
    if isinstance(error, (Rejected, NotFound)):
        return Refused(code=error.code, text=error.text)
    if error.code in (
        ErrorCode.RATE_LIMITED,
        ErrorCode.NOT_CONNECTED,
        ErrorCode.AUTH_REJECTED,
        ErrorCode.MISCONFIGURED,
        ErrorCode.WRONG_BRAND,
    ):
        return NotSent(code=error.code, text=error.text, retry_after_s=error.retry_after_s)
    return Refused(code=error.code, text=error.text)


def retry_after(value: str | None, now: datetime | None = None) -> float | None:
    """Seconds to wait by a Retry-After header (seconds or an HTTP date), at most a day; None without."""
    if not value:
        return None
    seconds = reading.number_or_none(value.strip())
    if seconds is None:
        try:
            moment = parsedate_to_datetime(value)
        except ValueError:
            return None
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        seconds = (moment - (now or datetime.now(UTC))).total_seconds()
    return min(max(seconds, 0.0), 86_400.0)


def words(body: Any) -> str | None:
    """The human part of an error body, wherever gateways put it; lists flattened, at most 500 characters."""
    if isinstance(body, str):
        return reading.clean(body)[:_WORDS_LIMIT].strip() or None
    if isinstance(body, list):
        found = [w for w in (words(item) for item in body[:10]) if w]
        return "; ".join(found)[:_WORDS_LIMIT] or None
    if isinstance(body, dict):
        for key in ("response", "message", "error", "detail", "details", "msg", "reason"):
            told = words(body.get(key)) if not isinstance(body.get(key), bool) else None
            if told:
                return told
    return None


def excerpt(raw: bytes, limit: int = 120) -> str:
    """The first words of a body that is no JSON, on one line and without tags that say nothing."""
    text = " ".join(reading.clean(raw[:2000].decode("utf-8", "replace")).split())
    return text[:limit]


def _told(error: BaseException) -> str:
    return (str(error) or type(error).__name__)[:_WORDS_LIMIT]
