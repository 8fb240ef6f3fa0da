"""Sessions: what is there, making them, linking a phone, webhooks (waha dossier §4.3, 4.11, 1.4)."""

import asyncio
import time
from typing import Any

import msgspec

from services.domain.address import parse
from services.domain.capabilities import Capability
from services.domain.errors import (
    AppError,
    AuthRejected,
    ErrorCode,
    Misconfigured,
    NotConnected,
    NotFound,
    Rejected,
)
from services.domain.events import ConnectionSeen, ConnectionState, QrSeen
from services.providers.adapters.waha import webhook_config
from services.providers.adapters.waha.api import SLOW_TIMEOUT_S, Api, is_missing_route
from services.providers.adapters.waha.capabilities import capabilities_of, is_limited
from services.providers.adapters.waha.context import Context
from services.providers.adapters.waha.session_events import connection_of
from services.providers.base import ActualWebhook, Probe, SessionInfo, WantedWebhook
from services.providers.http import HttpClient
from services.providers.reading import base64_or_none, dict_of, list_of, text_or_none

_START_WAIT_S, _START_PAUSE_S = 15.0, 0.5
# what a counter needs: NOWEB stores (must be set before pairing) and lets the phone ring, WEBJS tells typing
_ENGINE_CONFIG = {
    "noweb": {"store": {"enabled": True, "fullSync": False}, "markOnline": False},
    "webjs": {"tagsEventsOn": True},
    "ignore": {"status": True, "channels": True},
}
_REST = Context(event="rest")


async def probe(api: Api) -> Probe:
    """Version, engine and sessions; ``Misconfigured(WRONG_BRAND)`` where another program answers.

    Notes are codes: ``engine=…``, ``tier=…``, ``core_limits`` (old free image), ``open_server`` (works
    without a key: whoever finds it can take the account over), ``sessions_hidden`` (narrow key).
    """
    started = time.monotonic()
    told = await _version(api.http)
    latency_ms = int((time.monotonic() - started) * 1000)
    version, engine, tier = (text_or_none(told.get(key), 40) for key in ("version", "engine", "tier"))
    notes = [f"engine={engine}", f"tier={tier}"]
    if is_limited(version, tier):
        notes.append("core_limits")
    if await _answers_without_key(api):
        notes.append("open_server")
    try:
        sessions = await list_sessions(api)
    except AuthRejected:
        sessions = ()
        notes.append("sessions_hidden")
    return Probe(brand="WAHA", version=version, sessions=sessions, latency_ms=latency_ms, notes=tuple(notes))


async def capabilities(api: Api) -> frozenset[Capability]:
    """What the session can do on this server: by release and tier, and by its own engine where it tells one."""
    told = await _version(api.http)
    engine, version, tier = (text_or_none(told.get(key), 40) for key in ("engine", "version", "tier"))
    try:
        session = dict_of(await api.call("GET", api.session_path()))
    except (NotFound, Rejected):
        session = {}
    own = text_or_none(dict_of(session.get("engine")).get("engine"), 40)
    return capabilities_of(own or engine, version, tier)


async def _version(http: HttpClient) -> dict[str, Any]:
    """``/api/server/version``, on older releases ``/api/version``."""
    for path in ("/api/server/version", "/api/version"):
        try:
            told = dict_of((await http.request("GET", path)).body)
        except NotFound:
            continue
        except Misconfigured as error:
            if error.code is ErrorCode.MISCONFIGURED and "redirects" not in error.text:
                break
            raise
        if isinstance(told.get("version"), str) and "engine" in told and "tier" in told:
            return told
    raise Misconfigured("what answers there is not WAHA", code=ErrorCode.WRONG_BRAND)


async def _answers_without_key(api: Api) -> bool:
    http = HttpClient(api.http.base_url)
    try:
        await http.request("GET", "/api/sessions")
    except AppError:
        return False
    finally:
        await http.close()
    return True


async def list_sessions(api: Api) -> tuple[SessionInfo, ...]:
    """All sessions, stopped ones too."""
    found = []
    for entry in list_of(await api.call("GET", "/api/sessions", params={"all": "true"}, timeout_s=SLOW_TIMEOUT_S)):
        told = dict_of(entry)
        name, me = text_or_none(told.get("name"), 100), dict_of(told.get("me"))
        if name:
            found.append(
                SessionInfo(
                    name=name,
                    state=text_or_none(told.get("status"), 60),
                    own_address=parse(me.get("id")),
                    profile_name=text_or_none(me.get("pushName"), 300),
                )
            )
    return tuple(found)


async def create(api: Api, webhook: WantedWebhook | None) -> frozenset[str]:
    """Create and start the session; one that exists already gets our webhook and is started.

    Returns the events that the server does not know.
    """
    config: dict[str, Any] = dict(_ENGINE_CONFIG)
    if webhook is not None:
        config = webhook_config.with_webhook(config, webhook)
    # ``start`` is written out: the documentation says true by default, the program takes nothing as false
    body = {"name": api.session, "start": True, "config": config}
    try:
        return await _write(api, "POST", "/api/sessions", body, webhook.url if webhook else "")
    except Rejected as error:
        if "already exists" not in error.text:
            raise
        dropped = await set_webhook(api, webhook) if webhook is not None else frozenset()
        await start(api)
        return dropped
    except NotFound as error:
        if not is_missing_route(error):
            raise
        await api.call("POST", "/api/sessions/start", body={"name": api.session, "config": config})
        return frozenset()


async def _write(
    api: Api, method: str, path: str, body: dict[str, Any], url: str, present: dict[str, Any] | None = None
) -> frozenset[str]:
    """Write a configuration; returns the events of our webhook that had to be left out.

    A server that knows fewer events refuses the whole of it, so it is asked which it knows. Where
    nothing would change against ``present`` nothing is written: every write restarts the session.
    """
    try:
        await api.call(method, path, body=body, timeout_s=SLOW_TIMEOUT_S)
        return frozenset()
    except Rejected as error:
        if "events" not in error.text:
            raise
    known = await _known_events(api)
    config, dropped = webhook_config.with_events(body["config"], url, known)
    if present is None or not webhook_config.same(present, config):
        await api.call(method, path, body={**body, "config": config}, timeout_s=SLOW_TIMEOUT_S)
    return dropped


async def _known_events(api: Api) -> frozenset[str]:
    """The server's own list, from its OpenAPI document; the oldest events where that is locked away."""
    try:
        told: Any = await api.call("GET", "/-json", timeout_s=SLOW_TIMEOUT_S)
    except AppError:
        return frozenset(webhook_config.OLDEST_EVENTS)
    for key in ("components", "schemas", "WAHAWebhookMessage", "properties", "event"):
        told = dict_of(told).get(key)
    names = frozenset(name for name in list_of(dict_of(told).get("enum")) if isinstance(name, str))
    return names or frozenset(webhook_config.OLDEST_EVENTS)


async def info(api: Api) -> dict[str, Any]:
    """SessionInfo as it is. It holds HMAC keys and header values in clear: never log or keep it."""
    return dict_of(await api.call("GET", api.session_path()))


async def state(api: Api) -> ConnectionSeen:
    """The session's state now; NotFound where there is no such session."""
    return _state_of(await info(api))


def _state_of(told: dict[str, Any]) -> ConnectionSeen:
    seen = connection_of(told.get("status"), told.get("statuses"), dict_of(told.get("me")), _REST)
    return seen or ConnectionSeen(state=ConnectionState.CONNECTING, raw_kind=_REST.event)


async def connect(api: Api, phone: str | None) -> QrSeen | ConnectionSeen:
    """A QR (as text, else as a picture) or with ``phone`` (digits) a pairing code; the state if none is due.

    A stopped session is started, a failed one restarted, and given 15 s to ask for the phone.
    """
    seen = await state(api)
    if seen.reason == "STOPPED":
        await start(api)
    elif seen.reason == "FAILED":
        await restart(api)
    deadline = time.monotonic() + _START_WAIT_S
    while seen.reason not in ("SCAN_QR_CODE", "WORKING", "PASSKEY_REQUIRED", "PASSKEY_CONFIRMATION_REQUIRED"):
        if time.monotonic() > deadline:
            return seen
        await asyncio.sleep(_START_PAUSE_S)
        seen = await state(api)
    if seen.reason != "SCAN_QR_CODE":
        return seen
    try:
        return await (_code(api, phone) if phone else _qr(api))
    except NotConnected:
        return await state(api)


async def _code(api: Api, phone: str) -> QrSeen:
    digits = "".join(c for c in phone if c.isdigit())
    # no ``method``: NOWEB refuses it
    told = dict_of(await api.call("POST", api.path("auth", "request-code"), body={"phoneNumber": digits}))
    return QrSeen(pairing_code=text_or_none(told.get("code"), 40), raw_kind=_REST.event)


async def _qr(api: Api) -> QrSeen:
    told = dict_of(await api.call("GET", api.path("auth", "qr"), params={"format": "raw"}))
    value = text_or_none(told.get("value"), 4000)
    if value:
        return QrSeen(text=value, raw_kind=_REST.event)
    picture = dict_of(
        await api.call(
            "GET", api.path("auth", "qr"), params={"format": "image"}, headers={"Accept": "application/json"}
        )
    )
    return QrSeen(image_base64=base64_or_none(picture.get("data")), raw_kind=_REST.event)


async def start(api: Api) -> None:
    """Start the session; one that runs already is fine."""
    try:
        await api.call("POST", api.session_path("start"), timeout_s=SLOW_TIMEOUT_S)
    except Rejected as error:
        if "already started" not in error.text:
            raise


async def restart(api: Api) -> None:
    """Restart; releases without that call are stopped and started."""
    try:
        await api.call("POST", api.session_path("restart"), timeout_s=SLOW_TIMEOUT_S)
    except NotFound as error:
        if not is_missing_route(error):
            raise
        await api.call("POST", api.session_path("stop"), timeout_s=SLOW_TIMEOUT_S)
        await start(api)


async def logout(api: Api) -> None:
    """Unlink the phone; WAHA then asks for a new QR if the session ran."""
    try:
        await api.call("POST", api.session_path("logout"), timeout_s=SLOW_TIMEOUT_S)
    except NotFound as error:
        if not is_missing_route(error):
            raise
        await api.call("POST", "/api/sessions/logout", body={"name": api.session}, timeout_s=SLOW_TIMEOUT_S)


async def delete(api: Api) -> None:
    """Log out, stop and remove; gone already is fine."""
    try:
        await api.call("DELETE", api.session_path(), timeout_s=SLOW_TIMEOUT_S)
    except NotFound as error:
        if is_missing_route(error):
            body = {"name": api.session, "logout": True}
            await api.call("POST", "/api/sessions/stop", body=body, timeout_s=SLOW_TIMEOUT_S)


async def set_webhook(api: Api, wanted: WantedWebhook) -> frozenset[str]:
    """Put our webhook into the session's configuration, which WAHA replaces as a whole and restarts for.

    Nothing is written where nothing would change. Other webhooks and settings stay as they are.
    Returns the events that the server does not know.
    """
    present = dict_of((await info(api)).get("config"))
    config = webhook_config.with_webhook(present, wanted)
    if webhook_config.same(present, config):
        return frozenset()
    return await _write(api, "PUT", api.session_path(), {"config": config}, wanted.url, present)


async def get_webhook(api: Api, url: str | None, unknown: frozenset[str]) -> ActualWebhook:
    """Our webhook as the session has it; the server-wide one is told among the others.

    ``unknown`` are events the server cannot send at all: they are told as set, or the difference to
    what is wanted would be mended for ever.
    """
    config = dict_of((await info(api)).get("config"))
    actual = webhook_config.actual_of(config, url, await _global_webhook(api))
    if actual.events is None or not unknown:
        return actual
    return msgspec.structs.replace(actual, events=(*actual.events, *sorted(unknown)))


async def _global_webhook(api: Api) -> str | None:
    """The server-wide webhook, which only an admin's key may see; its environment holds secrets, so just that."""
    try:
        told = dict_of(await api.call("GET", "/api/server/environment", params={"all": "false"}))
    except AppError:
        return None
    return text_or_none(told.get("WHATSAPP_HOOK_URL"), 4000)
