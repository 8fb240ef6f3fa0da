"""Evolution's Socket.IO: the webhooks' envelopes over a connection of ours, without a public address (dossier §5).

The server either gives every event of every instance on the namespace ``/`` (``WEBSOCKET_GLOBAL_EVENTS``) or
those of one instance on ``/name``, once ``/websocket/set`` has switched that on. Which it is cannot be asked,
so both are joined. A namespace exists only after the server's first event in it; until then it is asked for again.
"""

import asyncio
import contextlib
import itertools
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import msgspec

from services.core.limits import Backoff
from services.domain.errors import (
    AppError,
    AuthRejected,
    ErrorCode,
    Misconfigured,
    NotFound,
    ParseError,
    Rejected,
    Unavailable,
)
from services.providers import reading
from services.providers.adapters.evolution import failures
from services.providers.adapters.evolution.events import EVENTS
from services.providers.adapters.evolution.webhook import known_events
from services.providers.answers import connection_error
from services.providers.base import Credentials
from services.providers.http import CONNECT_S, HttpClient, base_of, segment

ASK_AGAIN = Backoff(first_s=2.0, longest_s=30.0)
OPEN_S = 20.0
CLOSE_S = 0.4
MAX_WAITING = 20_000
# nothing is repeated on a socket, so the event that would hold up a webhook's queue is welcome here
_WANTED = (*(event.name for event in EVENTS if event.default), "MESSAGES_EDITED")
_log = logging.getLogger(__name__)
# the library's own lines hold addresses and payloads
_quiet = logging.getLogger(f"{__name__}.library")
_quiet.setLevel(logging.CRITICAL)


async def frames(
    credentials: Credentials,
    *,
    connected: Callable[[], None] = lambda: None,
    ask_again: Backoff = ASK_AGAIN,
) -> AsyncIterator[Any]:
    """Envelopes as they come, until the connection ends; whoever calls connects again and catches up.

    ``connected`` is told when the line stands, and once more when the instance's namespace came later: what
    happened before either is only in the history. A dead line is noticed by the server's missing pings (45 s
    with its defaults). Raises AuthRejected (wrong key), NotFound (``WEBSOCKET_ENABLED`` is off), Misconfigured,
    Unavailable (all that may pass). A frame that cannot be read is handed on as its text, to be kept.
    """
    await _switch_on(credentials)
    library = await asyncio.to_thread(_library)
    inbox: asyncio.Queue[Any] = asyncio.Queue()
    async with _session() as http:
        line = _Line(library, http, credentials, inbox, connected, ask_again)
        await line.open()
        try:
            while (frame := await inbox.get()) is not _END:
                if inbox.qsize() > MAX_WAITING:
                    raise Unavailable(f"over {MAX_WAITING} events wait to be stored")
                yield frame
            raise Unavailable("the Socket.IO connection ended")
        finally:
            await line.close()


_END = object()


def _library() -> Any:
    """With all it brings along it takes a quarter of a second and 12 MB: only where it is needed, and not on the loop."""
    import socketio

    return socketio


class _Json:
    """JSON for the library: untrusted text is read with our limits (a process-wide setting of the library)."""

    @staticmethod
    def loads(text: str) -> Any:
        return reading.decode(text.encode("utf-8", "surrogatepass"))

    @staticmethod
    def dumps(value: Any, **_: Any) -> str:
        return msgspec.json.encode(value).decode()


class _Http:
    """The session as the library uses it; keeps the WebSocket, which the library leaves open on a dead line."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session
        self.cookie_jar = session.cookie_jar
        self.socket: aiohttp.ClientWebSocketResponse | None = None

    @property
    def closed(self) -> bool:
        return self._session.closed

    async def ws_connect(self, url: str, **options: Any) -> aiohttp.ClientWebSocketResponse:
        self.socket = await self._session.ws_connect(url, **options)
        return self.socket

    async def close(self) -> None:
        await self._session.close()


class _Line:
    """One connection with both namespaces; what comes goes into ``inbox``, ``_END`` last."""

    def __init__(
        self,
        library: Any,
        http: aiohttp.ClientSession,
        credentials: Credentials,
        inbox: asyncio.Queue[Any],
        connected: Callable[[], None],
        ask_again: Backoff,
    ) -> None:
        self._credentials = credentials
        self._inbox = inbox
        self._connected = connected
        self._ask_again = ask_again
        # the name goes in as it is, not URL-encoded
        self._own = f"/{credentials.name}"
        self._refused = asyncio.Event()
        self._answered = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._http = _Http(http)
        self._failures = (library.exceptions.SocketIOError, aiohttp.ClientError, OSError)
        self._client = library.AsyncClient(
            reconnection=False,
            handle_sigint=False,
            json=_Json,
            logger=_quiet,
            engineio_logger=_quiet,
            http_session=self._http,
            # an event with a file inside is larger than the library's 4 MiB, and would end the connection
            websocket_extra_options={"max_msg_size": 0},
        )
        self._client.on("*", self._on_global, namespace="/")
        self._client.on("*", self._on_own, namespace=self._own)
        self._client.on("connect", self._on_joined, namespace=self._own)
        self._client.on("connect_error", self._on_refused, namespace=self._own)
        self._client.on("disconnect", self._on_refused, namespace=self._own)
        self._read = self._client.eio.handlers["message"]
        self._client.eio.on("message", self._read_carefully)

    async def open(self) -> None:
        """Connect and have both namespaces answered. Raises AppErrors."""
        parts = urlsplit(base_of(self._credentials.base_url))
        try:
            async with asyncio.timeout(OPEN_S):
                await self._client.connect(
                    f"{parts.scheme}://{parts.netloc}",
                    headers={"apikey": self._credentials.secrets.get("api_key", "")},
                    namespaces=["/", self._own],
                    transports=["websocket"],
                    socketio_path=f"{parts.path}/socket.io",
                    wait=False,
                )
                self._start(self._wait_for_end())
                self._start(self._keep_asking())
                await self._answered.wait()
        except (AppError, *self._failures, ValueError, TypeError, LookupError) as error:
            await self.close()
            raise _refusal(error) from error
        except BaseException:
            await self.close()
            raise

    async def close(self) -> None:
        """Say good-bye, and let go whether or not it is heard."""
        for task in self._tasks:
            task.cancel()
        with contextlib.suppress(TimeoutError, *self._failures):
            async with asyncio.timeout(CLOSE_S):
                await self._client.disconnect()
        if self._http.socket is not None:
            with contextlib.suppress(TimeoutError, aiohttp.ClientError, OSError):
                async with asyncio.timeout(CLOSE_S):
                    await self._http.socket.close()

    def _start(self, work: Any) -> None:
        self._tasks.append(asyncio.get_running_loop().create_task(work))

    async def _wait_for_end(self) -> None:
        # not ``eio.wait``: who is cancelled in it cancels the reading itself
        await asyncio.wait({self._client.eio.read_loop_task})
        self._answered.set()
        self._inbox.put_nowait(_END)

    async def _keep_asking(self) -> None:
        for failures_in_a_row in itertools.count(1):
            await self._refused.wait()
            self._refused.clear()
            await asyncio.sleep(self._ask_again.delay_s(failures_in_a_row))
            await self._client.eio.send(f"0{self._own},")

    async def _read_carefully(self, data: Any) -> None:
        try:
            await self._read(data)
        except ParseError:
            self._inbox.put_nowait(data)
        except Exception as error:  # noqa: BLE001 - the library trusts what it gets; no bad packet is its end
            _log.warning("a packet could not be read: %s", type(error).__name__)

    def _on_joined(self) -> None:
        self._answered.set()
        self._connected()

    def _on_refused(self, *_: Any) -> None:
        if not self._answered.is_set():
            # the line stands all the same: in the global mode everything comes on "/"
            self._answered.set()
            self._connected()
        self._refused.set()

    def _on_own(self, event: str, payload: Any = None, *_: Any) -> None:
        self._take(event, payload)

    def _on_global(self, event: str, payload: Any = None, *_: Any) -> None:
        if isinstance(payload, dict) and payload.get("instance") == self._credentials.name:
            self._take(event, payload)

    def _take(self, event: str, payload: Any) -> None:
        body = payload if isinstance(payload, dict) else {"instance": self._credentials.name, "data": payload}
        # bytes came as attachments of their own; in a webhook they are base64
        self._inbox.put_nowait(msgspec.to_builtins({"event": event, **body}))


async def _switch_on(credentials: Credentials) -> None:
    """Have the server emit this instance's events; what else is in its list stays (dossier §4.3)."""
    http = HttpClient(
        credentials.base_url, headers={"apikey": credentials.secrets.get("api_key", "")}, judge=failures.judge
    )
    name = segment(credentials.name)
    try:
        found = await http.request("GET", f"/websocket/find/{name}")
        row = reading.dict_of(found.body)
        row = reading.dict_of(row.get("websocket")) or row
        listed = [event for event in reading.list_of(row.get("events")) if isinstance(event, str)]
        if row.get("enabled") is not True or not set(_WANTED) <= set(listed):
            await _set(http, f"/websocket/set/{name}", tuple(dict.fromkeys((*_WANTED, *listed))))
    except NotFound as error:
        # the session's own job is about to make it
        raise Unavailable(error.text) from error
    except (Rejected, Misconfigured) as error:
        if error.code is ErrorCode.TLS:
            raise
        _log.info("the instance's own socket cannot be switched on (%s); the server's global one may be", error.text)
    finally:
        await http.close()


async def _set(http: HttpClient, path: str, events: tuple[str, ...]) -> None:
    """Write the setting in v2's form; without the names that this version does not know, or in v1's, where refused."""
    try:
        await http.request("POST", path, body={"websocket": {"enabled": True, "events": list(events)}})
    except Rejected as error:
        known = known_events(error.text)
        usable = [event for event in events if event in known]
        body: dict[str, Any] = {"enabled": True, "events": usable or list(events)}
        await http.request("POST", path, body={"websocket": body} if known else body)


def _session() -> aiohttp.ClientSession:
    """A session that follows no redirect: the key would go along."""

    async def refuse(_session: Any, _context: Any, params: aiohttp.TraceRequestRedirectParams) -> None:
        params.response.close()
        raise Misconfigured(f"redirects to {urlsplit(params.response.headers.get('Location', '')).netloc}")

    tracing = aiohttp.TraceConfig()
    tracing.on_request_redirect.append(refuse)
    return aiohttp.ClientSession(
        timeout=aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_S),
        cookie_jar=aiohttp.DummyCookieJar(),
        trace_configs=[tracing],
    )


def _refusal(error: BaseException) -> AppError:
    """The typed error of a failed connect; the library keeps the cause only as context."""
    for each in _chain(error):
        if isinstance(each, AppError):
            return each
        if isinstance(each, aiohttp.WSServerHandshakeError):
            return _by_status(each.status)
        if isinstance(each, (aiohttp.ClientError, OSError)):
            return connection_error(each)
    return Unavailable(str(error) or type(error).__name__)


def _by_status(status: int) -> AppError:
    if status in (401, 403):
        return AuthRejected(f"HTTP {status}")
    if status == 404:
        return NotFound("no Socket.IO: WEBSOCKET_ENABLED is off")
    if status >= 500 or status in (408, 425, 429):
        return Unavailable(f"HTTP {status}")
    return Misconfigured(f"HTTP {status} instead of a WebSocket")


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    for _ in range(10):
        if error is None:
            return
        yield error
        error = error.__cause__ or error.__context__
