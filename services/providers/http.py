"""One HTTP client for every gateway: JSON over aiohttp, failures as typed errors, sends as outcomes."""

import io
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote, urlsplit

import aiohttp
import msgspec
from yarl import URL

from services.domain.errors import AppError, ErrorCode, Misconfigured
from services.domain.outgoing import Accepted, Outcome
from services.providers import uploads
from services.providers.answers import Answer, Judge, Progress, checked, connection_error, outcome_of

MAX_JSON = 20 * 1024 * 1024
TIMEOUT_S = 15.0
CONNECT_S = 10.0
_PIECE = 65_536


class HttpClient:
    """Talks to one gateway. ``headers`` (the key among them) go to the base URL's own host and nowhere else.

    Sessions open with the first request; ``close`` is idempotent. Redirects are never followed.
    """

    def __init__(
        self,
        base_url: str,
        *,
        headers: Mapping[str, str] | None = None,
        judge: Judge | None = None,
        timeout_s: float = TIMEOUT_S,
    ) -> None:
        self.base_url = base_of(base_url)
        self._headers = dict(headers or {})
        self._judge = judge
        self._timeout_s = timeout_s
        self._kept: aiohttp.ClientSession | None = None
        self._fresh: aiohttp.ClientSession | None = None

    async def close(self) -> None:
        """Close the connections."""
        sessions, self._kept, self._fresh = (self._kept, self._fresh), None, None
        for session in sessions:
            if session is not None:
                await session.close()

    async def request(
        self,
        method: str,
        path: str,
        *,
        body: Any = None,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        form: Callable[[], aiohttp.FormData] | None = None,
        judge: Judge | None = None,
        json: bool = True,
        max_bytes: int = MAX_JSON,
        timeout_s: float | None = None,
        fresh: bool = False,
        progress: Progress | None = None,
    ) -> Answer:
        """Send one request; ``path`` is already quoted and follows the base URL. Returns the 2xx answer.

        ``body`` goes as JSON, ``form`` makes a multipart body; ``json=False`` leaves the answer undecoded;
        ``fresh`` opens a connection of its own. Raises Unavailable, AuthRejected, RateLimited, NotFound,
        Rejected, Misconfigured, or what ``judge`` says.
        """
        progress = progress or Progress()
        sent = dict(headers or {})
        data: Any = form()() if form else None
        total = data.size if form else None
        if body is not None:
            encoded = msgspec.json.encode(body)
            total = len(encoded)
            # a large one leaves piece by piece, so that it can be counted, and stopped
            data = io.BytesIO(encoded) if total > _PIECE else encoded
            sent.setdefault("Content-Type", "application/json")
        upload = uploads.current()
        if upload is not None and data is not None:
            progress.passed = upload.body(total)
        limit = aiohttp.ClientTimeout(total=timeout_s or self._timeout_s, sock_connect=CONNECT_S)
        try:
            async with self._session(fresh).request(
                method,
                url_of(self.base_url + path, params),
                data=data,
                headers=sent,
                timeout=limit,
                allow_redirects=False,
                trace_request_ctx=progress,
            ) as response:
                progress.status = response.status
                raw = await _read(response, max_bytes)
                answer = Answer(status=response.status, headers=_lower(response.headers), raw=raw)
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise connection_error(error) from error
        return checked(answer, judge or self._judge, json=json)

    async def send(
        self,
        method: str,
        path: str,
        read: Callable[[Answer], Accepted],
        *,
        body: Any = None,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        form: Callable[[], aiohttp.FormData] | None = None,
        judge: Judge | None = None,
        timeout_s: float = 60.0,
    ) -> Outcome:
        """Send a message over a connection of its own; every failure is an Outcome (see ``outcome_of``).

        ``read`` turns the 2xx answer into Accepted; it may raise AppErrors for an error told with 200.
        """
        progress = Progress()
        try:
            answer = await self.request(
                method,
                path,
                body=body,
                params=params,
                headers=headers,
                form=form,
                judge=judge,
                timeout_s=timeout_s,
                fresh=True,
                progress=progress,
            )
            return read(answer)
        except AppError as error:
            return outcome_of(error, progress)

    async def open(
        self,
        path: str,
        *,
        method: str = "GET",
        body: Any = None,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        judge: Judge | None = None,
    ) -> aiohttp.ClientResponse:
        """A 2xx answer whose body is still to come; the caller closes it. Raises as ``request``."""
        sent = dict(headers or {})
        data = None
        if body is not None:
            data = msgspec.json.encode(body)
            sent["Content-Type"] = "application/json"
        limit = aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_S, sock_read=self._timeout_s * 2)
        try:
            response = await self._session(False).request(
                method,
                url_of(self.base_url + path, params),
                data=data,
                headers=sent,
                timeout=limit,
                allow_redirects=False,
            )
            if 200 <= response.status < 300:
                return response
            try:
                raw = await _read(response, MAX_JSON)
            finally:
                response.close()
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise connection_error(error) from error
        answer = Answer(status=response.status, headers=_lower(response.headers), raw=raw)
        checked(answer, judge or self._judge)
        raise Misconfigured(f"HTTP {response.status}")

    def _session(self, fresh: bool) -> aiohttp.ClientSession:
        session = self._fresh if fresh else self._kept
        if session is None or session.closed:
            session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(force_close=fresh),
                headers=self._headers,
                cookie_jar=aiohttp.DummyCookieJar(),
                trace_configs=[_tracing(once=fresh)],
            )
            if fresh:
                self._fresh = session
            else:
                self._kept = session
        return session


def base_of(url: str) -> str:
    """A base URL without trailing slash, query and fragment; Misconfigured where it is no http(s) address."""
    url = url.strip()
    try:
        parts = urlsplit(url if "://" in url else f"http://{url}")
        if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
            raise ValueError
        parts.port  # noqa: B018 - raises ValueError for a port that is none
    except ValueError:
        raise Misconfigured(url[:200], code=ErrorCode.INVALID) from None
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"


def segment(name: str) -> str:
    """One path segment, quoted ("padaria sol" → "padaria%20sol")."""
    return quote(name, safe="")


def url_of(url: str, params: Mapping[str, str] | None = None) -> URL:
    """The URL with its quoting kept and ``params`` as query."""
    built = URL(url, encoded=True)
    return built.update_query(dict(params)) if params else built


async def _read(response: aiohttp.ClientResponse, limit: int) -> bytes:
    if response.content_length is not None and response.content_length > limit:
        response.close()
        raise Misconfigured(f"an answer over {limit} bytes", code=ErrorCode.TOO_LARGE)
    parts: list[bytes] = []
    size = 0
    async for chunk in response.content.iter_chunked(65_536):
        size += len(chunk)
        if size > limit:
            response.close()
            raise Misconfigured(f"an answer over {limit} bytes", code=ErrorCode.TOO_LARGE)
        parts.append(chunk)
    return b"".join(parts)


def _lower(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _tracing(*, once: bool) -> aiohttp.TraceConfig:
    """Marks a request as written when its connection stands: from here on nobody can say it was not sent.

    aiohttp sends a PUT or DELETE again by itself if the line breaks before the answer; with ``once`` it may not.
    The bytes of its body are counted as they leave.
    """

    async def starting(_session: Any, context: Any, _params: Any) -> None:
        progress = context.trace_request_ctx
        if isinstance(progress, Progress) and progress.written:
            raise aiohttp.ServerDisconnectedError

    async def ready(_session: Any, context: Any, _params: Any) -> None:
        progress = context.trace_request_ctx
        if isinstance(progress, Progress):
            progress.written = True

    async def leaves(_session: Any, context: Any, params: aiohttp.TraceRequestChunkSentParams) -> None:
        progress = context.trace_request_ctx
        if isinstance(progress, Progress) and progress.passed is not None:
            progress.passed(len(params.chunk))

    config = aiohttp.TraceConfig()
    if once:
        config.on_connection_create_start.append(starting)
    config.on_request_chunk_sent.append(leaves)
    config.on_connection_create_end.append(ready)
    config.on_connection_reuseconn.append(ready)
    return config
