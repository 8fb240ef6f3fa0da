"""What a step found, and the causes behind the errors that the services raise."""

import msgspec

from services.domain.errors import AppError, ErrorCode
from services.domain.models import StepStatus


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """The result of one step; ``cause`` is named wherever it is not OK."""

    status: StepStatus = StepStatus.OK
    cause: str | None = None
    text: str | None = None


def ok(text: str | None = None) -> Finding:
    """Nothing wrong; ``text`` is a fact worth showing."""
    return Finding(text=text)


def warn(cause: str, text: str | None = None) -> Finding:
    """It works, and something should be done all the same."""
    return Finding(status=StepStatus.WARN, cause=cause, text=text or None)


def fail(cause: str, text: str | None = None) -> Finding:
    """It does not work."""
    return Finding(status=StepStatus.FAIL, cause=cause, text=text or None)


def skipped(text: str | None = None, *, cause: str | None = None) -> Finding:
    """Not looked at, because it makes no sense or something before it failed."""
    return Finding(status=StepStatus.SKIPPED, cause=cause, text=text)


_BY_CODE = {
    ErrorCode.AUTH_REJECTED: "key_wrong",
    ErrorCode.RATE_LIMITED: "rate_limited",
    ErrorCode.WRONG_BRAND: "wrong_brand",
    ErrorCode.NOT_FOUND: "session_missing",
    ErrorCode.NOT_CONNECTED: "not_connected",
    ErrorCode.KEYRING_LOCKED: "keyring_locked",
    ErrorCode.TIMELOCK: "timelock",
    ErrorCode.BANNED: "banned",
    ErrorCode.INVALID: "address_invalid",
    ErrorCode.TLS: "tls_certificate",
}
# how services.providers.answers words what has no code of its own
_BY_WORDS = {
    ErrorCode.UNAVAILABLE: (
        ("no answer in time", "timeout"),
        ("without an answer", "connection_closed"),
        ("Cannot connect", "no_route"),
    ),
    ErrorCode.MISCONFIGURED: (
        ("redirects to", "redirect_login"),
        ("not JSON", "html_page"),
        ("HTTP 404", "path_not_found"),
    ),
}
_OTHERWISE = {ErrorCode.UNAVAILABLE: "server_error", ErrorCode.MISCONFIGURED: "misconfigured"}


def of_error(error: AppError) -> Finding:
    """The finding that a typed error amounts to, with the other side's words."""
    words = _BY_WORDS.get(error.code, ())
    told = next((cause for sign, cause in words if sign in error.text), None)
    cause = told or _BY_CODE.get(error.code) or _OTHERWISE.get(error.code, "rejected")
    return fail(cause, error.text[:300])
