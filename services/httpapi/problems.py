"""Errors as ``application/problem+json`` (RFC 9457)."""

from collections.abc import Mapping
from http import HTTPStatus

import msgspec
from aiohttp import web

from services.domain.errors import AppError, ErrorCode

CONTENT_TYPE = "application/problem+json"
_GATEWAY_FAILED = 502
_STATUS_OF = {
    ErrorCode.NOT_FOUND: 404,
    ErrorCode.INVALID: 422,
    ErrorCode.CONFLICT: 409,
    ErrorCode.NO_OWNER: 409,
    ErrorCode.NOT_SUPPORTED: 409,
    ErrorCode.NOT_CONNECTED: 409,
    ErrorCode.TOO_LARGE: 413,
    ErrorCode.STORAGE: 503,
    ErrorCode.DISK_FULL: 503,
    ErrorCode.NEWER_DATABASE: 503,
    ErrorCode.KEYRING_LOCKED: 503,
}
_RETRY_AFTER_S = 5


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """What went wrong. ``code`` is stable and meant for programs, ``detail`` for people."""

    type: str
    title: str
    status: int
    detail: str
    code: str


class ProblemError(Exception):
    """Raised anywhere in the local API to answer with a problem."""

    def __init__(self, status: int, code: str, detail: str = "", headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail or code)
        self.status, self.code, self.detail, self.headers = status, code, detail, dict(headers or {})


def of(error: AppError) -> ProblemError:
    """An expected failure of the services; what a gateway did wrong is a 502."""
    status = _STATUS_OF.get(error.code, _GATEWAY_FAILED)
    headers = {}
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers["Retry-After"] = str(int(error.retry_after_s or _RETRY_AFTER_S))
    return ProblemError(status, error.code.value, error.text, headers)


def response(problem: ProblemError) -> web.Response:
    """The problem as an HTTP answer."""
    body = Problem(
        type=f"urn:balcao:problem:{problem.code}",
        title=HTTPStatus(problem.status).phrase,
        status=problem.status,
        detail=problem.detail,
        code=problem.code,
    )
    return web.Response(status=problem.status, body=_encode(body), content_type=CONTENT_TYPE, headers=problem.headers)


def _encode(body: Problem) -> bytes:
    try:
        return msgspec.json.encode(body)
    except UnicodeEncodeError:  # half a surrogate pair quoted from a request
        return msgspec.json.encode(msgspec.structs.replace(body, detail=""))
