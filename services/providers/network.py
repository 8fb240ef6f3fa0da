"""Looking at an address layer by layer, for the diagnosis: name, connection, certificate, answer.

Failures are ``Unreachable`` with a stable cause and the system's own words.
"""

import asyncio
import socket
import ssl
import time
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import aiohttp
import msgspec
from yarl import URL

from services.providers.answers import excerpt

_LONGEST_BODY = 4096
# OpenSSL's verification codes
_CERTIFICATE = {
    9: "tls_not_yet_valid",
    10: "tls_expired",
    18: "tls_self_signed",
    19: "tls_self_signed",
    20: "tls_unknown_issuer",
    21: "tls_unknown_issuer",
    62: "tls_wrong_host",
    64: "tls_wrong_host",
}
_PLAIN = ("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "RECORD_LAYER_FAILURE", "PACKET_LENGTH_TOO_LONG", "UNKNOWN_PROTOCOL")


class Unreachable(Exception):
    """Why a layer could not be passed."""

    def __init__(self, cause: str, text: str = "") -> None:
        super().__init__(f"{cause}: {text}")
        self.cause = cause
        self.text = text[:300]


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """An answer: header names in lower case, the body's beginning as text, the time it took."""

    status: int
    headers: Mapping[str, str] = {}
    text: str = ""
    duration_ms: int = 0

    @property
    def date_ms(self) -> int | None:
        """The server's own clock, None where it does not tell."""
        try:
            return int(parsedate_to_datetime(self.headers.get("date", "")).timestamp() * 1000)
        except ValueError:
            return None

    @property
    def is_html(self) -> bool:
        """Whether it is a page for people."""
        return "html" in self.headers.get("content-type", "") or self.text.lstrip()[:9].lower() in ("<!doctype", "<html>")


def host_and_port(url: str) -> tuple[str, int]:
    """Where a URL leads. Raises Unreachable (address_invalid)."""
    try:
        parts = urlsplit(url)
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme, 0)
    except ValueError:
        port = 0
    if not port or not parts.hostname:
        raise Unreachable("address_invalid", url[:200])
    return parts.hostname, port


async def addresses(host: str, port: int) -> tuple[str, ...]:
    """The addresses of a name. Raises Unreachable (dns_failure)."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unreachable("dns_failure", f"{host}: {getattr(error, 'strerror', None) or error}") from None
    return tuple(dict.fromkeys(str(each[4][0]) for each in found))


async def connect(host: str, port: int, timeout_s: float) -> None:
    """A TCP connection, closed at once. Raises Unreachable."""
    try:
        async with asyncio.timeout(timeout_s):
            _, writer = await asyncio.open_connection(host, port)
    except (OSError, TimeoutError) as error:
        raise _of_socket(error, f"{host}:{port}") from None
    await _closed(writer)


async def handshake(host: str, port: int, timeout_s: float) -> str:
    """A TLS handshake with the certificate checked, as clients do it; returns the protocol. Raises Unreachable."""
    try:
        async with asyncio.timeout(timeout_s):
            _, writer = await asyncio.open_connection(
                host, port, ssl=ssl.create_default_context(), server_hostname=host
            )
    except ssl.SSLCertVerificationError as error:
        raise Unreachable(_CERTIFICATE.get(error.verify_code, "tls_certificate"), error.verify_message) from None
    except ssl.SSLError as error:
        plain = (error.reason or "") in _PLAIN
        raise Unreachable("tls_to_plain_port" if plain else "tls_failed", error.reason or str(error)) from None
    except (OSError, TimeoutError) as error:
        raise _of_socket(error, f"{host}:{port}") from None
    tls: ssl.SSLObject = writer.get_extra_info("ssl_object")
    version = tls.version() or ""
    await _closed(writer)
    return version


async def speaks_tls(host: str, port: int, timeout_s: float = 5.0) -> bool:
    """Whether a port expects TLS, whatever its certificate."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    try:
        async with asyncio.timeout(timeout_s):
            _, writer = await asyncio.open_connection(host, port, ssl=context)
    except (OSError, TimeoutError):
        return False
    await _closed(writer)
    return True


async def look(
    url: str,
    *,
    method: str = "GET",
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    timeout_s: float = 10.0,
) -> Seen:
    """One request of its own, redirects not followed, certificates checked. Raises Unreachable."""
    began = time.monotonic()
    try:
        async with (
            aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(force_close=True),
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=aiohttp.ClientTimeout(total=timeout_s),
            ) as session,
            session.request(
                method, URL(url, encoded=True), data=body, headers=dict(headers or {}), allow_redirects=False
            ) as answer,
        ):
            raw = await answer.content.read(_LONGEST_BODY)
            return Seen(
                status=answer.status,
                headers={name.lower(): value for name, value in answer.headers.items()},
                text=excerpt(raw, 300),
                duration_ms=int((time.monotonic() - began) * 1000),
            )
    except TimeoutError:
        raise Unreachable("timeout", f"no answer within {timeout_s:.0f} s") from None
    except aiohttp.ClientConnectorCertificateError as error:
        raise Unreachable("tls_certificate", str(error)) from None
    except aiohttp.ClientSSLError as error:
        raise Unreachable("tls_failed", str(error)) from None
    except aiohttp.ClientConnectorDNSError as error:
        raise Unreachable("dns_failure", str(error)) from None
    except aiohttp.ClientConnectorError as error:
        raise _of_socket(error.os_error, str(error.host)) from None
    except (aiohttp.ServerDisconnectedError, aiohttp.ClientOSError) as error:
        raise Unreachable("connection_closed", str(error)) from None
    except (aiohttp.ClientError, ValueError) as error:
        raise Unreachable("not_http", str(error)) from None


def _of_socket(error: BaseException, where: str) -> Unreachable:
    words = f"{where}: {getattr(error, 'strerror', None) or error or 'no answer in time'}"
    if isinstance(error, TimeoutError):
        return Unreachable("timeout", words)
    if isinstance(error, ConnectionRefusedError) or "refused" in str(error).lower():
        return Unreachable("connection_refused", words)
    if isinstance(error, ConnectionResetError):
        return Unreachable("connection_closed", words)
    return Unreachable("no_route", words)


async def _closed(writer: asyncio.StreamWriter) -> None:
    writer.close()
    try:
        async with asyncio.timeout(1):
            await writer.wait_closed()
    except (OSError, TimeoutError):
        return
