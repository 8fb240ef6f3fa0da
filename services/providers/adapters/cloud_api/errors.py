"""Meta's error codes as our typed errors (others dossier §4.7).

The shape is ``{error: {message, type, code, error_subcode?, error_data{details}, fbtrace_id}}``.
"""

from services.domain.errors import (
    AppError,
    AuthRejected,
    NotFound,
    RateLimited,
    Rejected,
    Unavailable,
)
from services.providers.adapters.cloud_api.codes import CREDENTIALS, PASSING, THROTTLED, code_of
from services.providers.answers import Answer, retry_after
from services.providers.reading import dict_of, int_or_none, text_or_none

_NO_SUCH_OBJECT = 33
# the pair limit ends within seconds, the others within minutes to hours
_WAIT_S = {131056: 6.0}
_DEFAULT_WAIT_S = 60.0


class SaidNo(Unavailable):
    """A passing failure that Meta itself told: the request was refused, so it was certainly not carried out."""


def judge(answer: Answer) -> AppError | None:
    """The error Meta tells, or None where the answer holds none (the rule by HTTP status applies then)."""
    error = dict_of(dict_of(answer.body).get("error"))
    code = int_or_none(error.get("code"))
    if code is None:
        return None
    text = words(error, code)
    if code in CREDENTIALS:
        return AuthRejected(text)
    if code in THROTTLED:
        told = retry_after(answer.headers.get("retry-after"))
        return RateLimited(text, retry_after_s=told if told is not None else _WAIT_S.get(code, _DEFAULT_WAIT_S))
    if code in PASSING:
        # an unknown error behind a 5xx may have been carried out all the same
        unsure = code in (1, 2) and answer.status >= 500
        return (Unavailable if unsure else SaidNo)(text, retry_after_s=retry_after(answer.headers.get("retry-after")))
    if code == 100 and int_or_none(error.get("error_subcode")) == _NO_SUCH_OBJECT:
        return NotFound(text)
    return Rejected(text, code=code_of(code))


def words(error: dict[str, object], code: int) -> str:
    """Meta's own words with the code before them; the details rather than the title."""
    details = text_or_none(dict_of(error.get("error_data")).get("details"), 500)
    told = details or text_or_none(error.get("message"), 500) or text_or_none(error.get("title"), 500)
    return f"{code}: {told}" if told else str(code)
