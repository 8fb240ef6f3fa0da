"""Which gateway answers at an address: every provider's own probe, the likely ones first."""

import logging
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from services.domain.errors import AppError, ErrorCode, Misconfigured
from services.domain.gateways import Found, SessionOffer
from services.providers.base import Credentials, Descriptor, Probe

_log = logging.getLogger(__name__)
# the address answers nobody: no other provider's probe would fare better
_DEAD = (ErrorCode.TLS, ErrorCode.BLOCKED_ADDRESS)


async def discover(
    descriptors: Iterable[Descriptor], base_url: str, key: str, *, name: str = "", secrets: dict[str, str] | None = None
) -> Found:
    """Ask as each provider in turn. ``key`` is tried as every credential a provider knows a server by.

    Raises what describes the failure best: AuthRejected where a brand was recognised but the key was not,
    Unavailable where nobody is there, Misconfigured (WRONG_BRAND) where something else answers.
    """
    failures: list[AppError] = []
    vague: Found | None = None
    silent = 0
    for descriptor in _likely_first(descriptors, base_url):
        home = _is_home(descriptor, base_url)
        for credential in _credentials(descriptor):
            given = {**(secrets or {}), **({credential: key} if key else {})}
            try:
                probe = await _probe(descriptor, Credentials(base_url=base_url, name=name, secrets=given))
            except AppError as error:
                _log.info("%s at %s: %s", descriptor.kind, urlsplit(base_url).hostname, error.text or error.code)
                if error.code in _DEAD:
                    raise
                if error.code is ErrorCode.UNAVAILABLE:
                    silent += 1
                    # nobody listens: the others would wait just as long
                    if silent > 1 or home:
                        raise
                if home and not name and error.code is not ErrorCode.AUTH_REJECTED:
                    return Found(
                        provider=descriptor.kind, credential=credential, brand=descriptor.display_name,
                        sessions_known=False,
                    )  # fmt: skip
                failures.append(error)
                continue
            found = _found(descriptor, credential, probe)
            if probe.version is not None or home:
                return found
            # who tells no version answers like many do: another may know this one better
            vague = vague or found
            break
        if home:
            break
    if vague is not None:
        return vague
    raise _best(failures)


async def _probe(descriptor: Descriptor, credentials: Credentials) -> Probe:
    assert descriptor.client is not None
    client = descriptor.client(credentials)
    try:
        return await client.probe()
    finally:
        await client.close()


def _found(descriptor: Descriptor, credential: str, probe: Probe) -> Found:
    return Found(
        provider=descriptor.kind,
        credential=credential,
        brand=descriptor.display_name,
        version=probe.version,
        latency_ms=probe.latency_ms,
        sessions=tuple(
            SessionOffer(name=s.name, state=s.state, own_address=s.own_address, profile_name=s.profile_name)
            for s in probe.sessions
        ),
        notes=probe.notes,
    )


def _likely_first(descriptors: Iterable[Descriptor], base_url: str) -> Iterator[Descriptor]:
    """The provider whose own address this is; then those that can be anywhere, self-describing ones first."""
    able = [d for d in descriptors if d.client is not None]
    at_home = [d for d in able if _is_home(d, base_url)]
    if at_home:
        yield at_home[0]
        return
    # one fixed service address can be nobody else's
    anywhere = [d for d in able if not _service_host(d)]
    yield from sorted(anywhere, key=lambda d: all(not field.required for field in d.credentials))


def _is_home(descriptor: Descriptor, base_url: str) -> bool:
    home = _service_host(descriptor)
    return home is not None and (urlsplit(base_url).hostname or "").lower() == home


def _service_host(descriptor: Descriptor) -> str | None:
    host = urlsplit(descriptor.default_base_url or "").hostname
    return None if host in (None, "localhost", "127.0.0.1") else host


def _credentials(descriptor: Descriptor) -> tuple[str, ...]:
    """The fields one key may stand for: those of the server first, for they open more."""
    names = [f.name for f in descriptor.credentials if f.secret and f.name in ("admin_token", "api_key")]
    return tuple(sorted(names)) or ("api_key",)


def _best(failures: list[AppError]) -> AppError:
    for code in (ErrorCode.AUTH_REJECTED, ErrorCode.RATE_LIMITED, ErrorCode.UNAVAILABLE):
        found = next((error for error in failures if error.code is code), None)
        if found is not None:
            return found
    return Misconfigured("no known gateway answers here", code=ErrorCode.WRONG_BRAND)
