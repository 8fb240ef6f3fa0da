"""How much of one send has left: for showing it, and for knowing whether the gateway may have it already."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar


class Upload:
    """One send under way; ``size`` is its file's (0 without one), ``tell`` hears how many bytes of it have left.

    ``whole`` says that a request which could be the message was handed over to its last byte. Until then a gateway
    has but the beginning of a body, which no server takes for a message.
    """

    def __init__(self, size: int, tell: Callable[[int], None]) -> None:
        self.whole = False
        self._size = size
        self._tell = tell

    def body(self, total: int | None) -> Callable[[int], None]:
        """A request begins whose body has ``total`` bytes (None: not known); returns what counts them."""
        sent = 0

        def passed(count: int) -> None:
            nonlocal sent
            sent += count
            if total is not None and total < self._size:
                return  # a question beforehand: the file is not in it
            if total is None or sent >= total:
                self.whole = True
            if self._size:
                # in base64 the body is larger than the file
                self._tell(min(self._size, self._size * sent // total if total else sent))

        return passed


_CURRENT: ContextVar[Upload | None] = ContextVar("upload", default=None)


@contextmanager
def measured(upload: Upload) -> Iterator[None]:
    """Requests made in here, and in tasks begun in here, count for ``upload``."""
    token = _CURRENT.set(upload)
    try:
        yield
    finally:
        _CURRENT.reset(token)


def current() -> Upload | None:
    """The send that this request belongs to."""
    return _CURRENT.get()
