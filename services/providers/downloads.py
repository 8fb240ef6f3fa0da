"""Open downloads: streamed over HTTP, or bytes that came inside JSON."""

import asyncio
import base64
import ipaddress
import re
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from urllib.parse import unquote, urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from services.core.limits import Backoff
from services.domain.errors import AppError, ErrorCode, NotFound, Rejected, Unavailable
from services.providers.answers import connection_error
from services.providers.http import CONNECT_S, HttpClient

MAX_MEDIA = 120 * 1024 * 1024
# in a row, without one byte between them: about half a minute
BREAKS = 6
RESUME = Backoff(first_s=0.5, longest_s=15.0)
_REDIRECTS = 3
_RANGE = re.compile(r"bytes (\d{1,18})-\d{1,18}/(?:\d{1,18}|\*)", re.IGNORECASE)
_FILE_NAME = re.compile(r"filename\*?=(?:UTF-8'')?\"?([^\";]+)", re.IGNORECASE)


class BytesDownload:
    """A file that came inside an answer."""

    def __init__(self, data: bytes, *, mime: str | None = None, file_name: str | None = None) -> None:
        self.mime = mime
        self.size: int | None = len(data)
        self.file_name = file_name
        self._data = data

    async def chunks(self) -> AsyncIterator[bytes]:
        """The bytes, in pieces of 256 KiB."""
        view = memoryview(self._data)
        for start in range(0, len(view), 262_144):
            yield bytes(view[start : start + 262_144])


Again = Callable[[Mapping[str, str]], Awaitable[aiohttp.ClientResponse]]
"""The same request once more, with these headers on top; raises as the first one did."""


class HttpDownload:
    """A file as it comes over the wire; at most ``max_bytes``.

    Where the connection breaks, ``again`` asks for the rest, if the server told what version of the file it was
    (RFC 9110 §13.1.5, §14.2): bytes of two versions are never joined.
    """

    def __init__(
        self,
        response: aiohttp.ClientResponse,
        *,
        session: aiohttp.ClientSession | None = None,
        max_bytes: int = MAX_MEDIA,
        file_name: str | None = None,
        again: Again | None = None,
    ) -> None:
        plain = response.headers.get("Content-Encoding", "identity") == "identity"
        self.mime = response.content_type if "Content-Type" in response.headers else None
        self.size = response.content_length if plain else None
        self.file_name = file_name or _file_name(response.headers.get("Content-Disposition"))
        self._response = response
        self._session = session
        self._max_bytes = max_bytes
        self._again = again if plain else None
        self._version = _version(response)

    async def close(self) -> None:
        """Give the connection up; ``chunks`` does it by itself at its end."""
        self._response.close()
        if self._session is not None:
            await self._session.close()

    async def chunks(self) -> AsyncIterator[bytes]:
        """The bytes; Unavailable when the connection breaks for good, Rejected (TOO_LARGE) past the cap."""
        done = breaks = 0
        try:
            while True:
                try:
                    async for chunk in self._response.content.iter_chunked(65_536):
                        done += len(chunk)
                        breaks = 0
                        if done > self._max_bytes:
                            raise too_large(self._max_bytes)
                        yield chunk
                    return
                except (aiohttp.ClientError, TimeoutError, OSError) as error:
                    broken = connection_error(error)
                breaks = await self._resume(done, breaks + 1, broken)
        finally:
            await self.close()

    async def _resume(self, done: int, breaks: int, broken: AppError) -> int:
        """Go on behind the first ``done`` bytes; returns how often it broke since the last byte. Raises Unavailable."""
        self._response.close()
        while done and self._again is not None and self._version is not None and breaks <= BREAKS:
            await asyncio.sleep(RESUME.delay_s(breaks))
            try:
                response = await self._again(
                    {"Range": f"bytes={done}-", "If-Range": self._version, "Accept-Encoding": "identity"}
                )
            except Unavailable as error:
                broken = error
                breaks += 1
                continue
            except AppError as error:
                raise Unavailable(error.text) from None
            self._response = response
            if not _goes_on(response, done, self._version):
                raise Unavailable("the server does not go on where the connection broke")
            return breaks
        raise Unavailable(broken.text) from broken


def _version(response: aiohttp.ClientResponse) -> str | None:
    """What tells one version of a file from another; weak tags do not."""
    tag = response.headers.get("ETag", "")
    return tag if tag.startswith('"') else response.headers.get("Last-Modified")


def _goes_on(response: aiohttp.ClientResponse, at: int, version: str) -> bool:
    told = _RANGE.fullmatch(response.headers.get("Content-Range", "").strip())
    right = response.status == 206 and told is not None and int(told.group(1)) == at
    return right and _version(response) in (version, None)


def from_base64(text: str, *, mime: str | None = None, file_name: str | None = None) -> BytesDownload:
    """A download of base64 text (with or without ``data:`` prefix); Rejected (MEDIA_GONE) if it is none."""
    body = text.partition(",")[2] if text[:5] == "data:" else text
    try:
        return BytesDownload(base64.b64decode(body), mime=mime, file_name=file_name)
    except ValueError:
        raise Rejected("the file is no base64", code=ErrorCode.MEDIA_GONE) from None


async def open_on_gateway(
    client: HttpClient, path: str, *, method: str = "GET", body: object = None, max_bytes: int = MAX_MEDIA
) -> HttpDownload:
    """Download from the gateway's own host, with our key. Raises as ``request``, but 404 is MEDIA_GONE."""
    try:
        response = await client.open(path, method=method, body=body)
    except NotFound as error:
        raise Rejected(error.text, code=ErrorCode.MEDIA_GONE) from None

    async def again(headers: Mapping[str, str]) -> aiohttp.ClientResponse:
        return await client.open(path, headers=headers)

    download = HttpDownload(response, max_bytes=max_bytes, again=again if method == "GET" else None)
    return await _capped(download, max_bytes)


async def open_url(client: HttpClient, url: str, *, max_bytes: int = MAX_MEDIA) -> HttpDownload:
    """Download the URL an event gave: with our key if it is the gateway's own origin, else without.

    Foreign hosts must have public addresses (checked at every connection and redirect), because
    the URL came from outside. Raises Rejected (BLOCKED_ADDRESS, MEDIA_GONE, TOO_LARGE), Unavailable.
    """
    if _origin(url) == _origin(client.base_url):
        parts = urlsplit(url)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        prefix = urlsplit(client.base_url).path
        if path.startswith(prefix):
            return await open_on_gateway(client, path[len(prefix) :], max_bytes=max_bytes)
    return await open_public_url(url, max_bytes=max_bytes)


async def open_public_url(url: str, *, max_bytes: int = MAX_MEDIA) -> HttpDownload:
    """Download a URL that came from outside, without any credential, from public addresses only.

    Raises Rejected (BLOCKED_ADDRESS, MEDIA_GONE, TOO_LARGE), Unavailable.
    """
    for _ in range(_REDIRECTS + 1):
        session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(resolver=PublicResolver(), force_close=True),
            cookie_jar=aiohttp.DummyCookieJar(),
        )
        try:
            response = await _foreign(session, url)
        except BaseException:
            await session.close()
            raise
        if response.status not in (301, 302, 303, 307, 308):
            break
        url = str(response.url.join(URL(response.headers.get("Location", ""), encoded=True)))
        response.close()
        await session.close()
    if response.status != 200:
        status = response.status
        response.close()
        await session.close()
        if status >= 500:
            raise Unavailable(f"HTTP {status}")
        raise Rejected(f"HTTP {status}", code=ErrorCode.MEDIA_GONE)

    async def again(headers: Mapping[str, str]) -> aiohttp.ClientResponse:
        return await _foreign(session, url, headers)

    return await _capped(HttpDownload(response, session=session, max_bytes=max_bytes, again=again), max_bytes)


class NotPublic(OSError):
    """A name that leads into a private network."""


class PublicResolver(AbstractResolver):
    """Resolves names to public addresses only, so that a URL from a message reaches no local service."""

    def __init__(self) -> None:
        self._inner = aiohttp.ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The addresses of ``host``; NotPublic if any of them is not public."""
        found = await self._inner.resolve(host, port, family)
        if not all(is_public(result["host"]) for result in found):
            raise NotPublic(f"{host} is no public address")
        return found

    async def close(self) -> None:
        """Nothing is held."""


def is_public(address: str) -> bool:
    """Whether an IP address lies on the open Internet (mapped and tunnelled forms are unwrapped)."""
    ip: ipaddress.IPv4Address | ipaddress.IPv6Address = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        ip = inner or ip
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def too_large(limit: int) -> Rejected:
    """The error for a file over the cap (bytes)."""
    return Rejected(f"over {limit // 1_048_576} MB", code=ErrorCode.TOO_LARGE)


async def _foreign(
    session: aiohttp.ClientSession, url: str, headers: Mapping[str, str] | None = None
) -> aiohttp.ClientResponse:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Rejected("no http address", code=ErrorCode.BLOCKED_ADDRESS)
    try:
        literal = bool(ipaddress.ip_address(parts.hostname))
    except ValueError:
        literal = False
    if literal and not is_public(parts.hostname):
        raise Rejected(parts.hostname, code=ErrorCode.BLOCKED_ADDRESS)
    limit = aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_S, sock_read=30)
    try:
        return await session.get(URL(url, encoded=True), headers=headers, timeout=limit, allow_redirects=False)
    except aiohttp.ClientConnectorDNSError as error:
        if isinstance(error.os_error, NotPublic):
            raise Rejected(parts.hostname, code=ErrorCode.BLOCKED_ADDRESS) from None
        raise connection_error(error) from error
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
        raise connection_error(error) from error


async def _capped(download: HttpDownload, max_bytes: int) -> HttpDownload:
    if download.size is not None and download.size > max_bytes:
        await download.close()
        raise too_large(max_bytes)
    return download


def _origin(url: str) -> tuple[str, str | None, int | None]:
    try:
        parts = urlsplit(url)
        return parts.scheme, parts.hostname, parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    except ValueError:
        return "", None, None


def _file_name(disposition: str | None) -> str | None:
    found = _FILE_NAME.search(disposition or "")
    return unquote(found.group(1)).strip() or None if found else None
