"""The Cloud API over the Graph API: one phone number of one business account (others dossier §4.4 to §4.6)."""

import re
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from services.domain.address import Address, AddressKind, user
from services.domain.errors import AppError, AuthRejected, ErrorCode, Misconfigured, NotFound, Rejected
from services.domain.events import ConnectionSeen, ConnectionState
from services.domain.outgoing import (
    Accepted,
    MessageRef,
    NotSent,
    Outcome,
    Outgoing,
    OutgoingKind,
    OutgoingMedia,
    Refused,
    TemplateOffer,
    Uncertain,
)
from services.domain.status import Status
from services.providers.adapters.cloud_api import payloads
from services.providers.adapters.cloud_api.errors import SaidNo, judge
from services.providers.adapters.cloud_api.templates import offer
from services.providers.answers import Answer
from services.providers.base import (
    ActualWebhook,
    Client,
    Credentials,
    Download,
    Probe,
    SessionInfo,
    WantedWebhook,
)
from services.providers.downloads import open_on_gateway
from services.providers.http import HttpClient, segment
from services.providers.reading import dict_of, id_or_none, list_of, text_or_none
from services.providers.wishes import only

DEFAULT_VERSION = "v23.0"
MEDIA_HOSTS = frozenset({"graph.facebook.com", "lookaside.fbsbx.com"})
_VERSION = re.compile(r"/(v\d+(?:\.\d+)?)$")
_FIELDS = "id,verified_name,display_phone_number,quality_rating,status,platform_type,webhook_configuration"
_STATES = {"BANNED": ConnectionState.BANNED, "DISCONNECTED": ConnectionState.MISCONFIGURED}
_UPLOAD_S = 300.0
_REMEMBERED = 500
_MAX_PAGES = 50


class CloudApiClient(Client):
    """``credentials.name`` is the phone number id; secrets: ``api_key`` (access token), ``verify_token``,
    ``waba_id`` (business account id, for templates and subscribing; not secret)."""

    def __init__(self, credentials: Credentials) -> None:
        self._number = credentials.name
        self._waba = _setting(credentials, "waba_id")
        self._verify_token = _setting(credentials, "verify_token")
        self._bearer = {"Authorization": f"Bearer {credentials.secrets.get('api_key', '')}"}
        self._http = HttpClient(versioned(credentials.base_url), headers=self._bearer, judge=judge)
        self._media: dict[str, HttpClient] = {}
        # typing is shown under a message: the last one read in each chat
        self._last_read: OrderedDict[Address, str] = OrderedDict()

    async def close(self) -> None:
        for http in (self._http, *self._media.values()):
            await http.close()

    async def probe(self) -> Probe:
        found = _VERSION.search(self._http.base_url)
        version = found.group(1) if found else None
        if self._waba:
            answer = await self._get(f"/{segment(self._waba)}/phone_numbers", fields=_FIELDS, limit="100")
            numbers = [dict_of(n) for n in list_of(dict_of(answer.body).get("data"))]
        elif self._number:
            numbers = [dict_of((await self._get(f"/{segment(self._number)}", fields=_FIELDS)).body)]
        else:
            answer = await self._get("/me")
            numbers = []
            if not id_or_none(dict_of(answer.body).get("id")):
                raise Misconfigured("no Graph API", code=ErrorCode.WRONG_BRAND)
        sessions = tuple(s for s in map(_session, numbers) if s is not None)
        if numbers and not sessions:
            raise Misconfigured("no phone number of the Cloud API", code=ErrorCode.WRONG_BRAND)
        return Probe(brand="cloud_api", version=version, sessions=sessions)

    async def state(self) -> ConnectionSeen:
        """There is no session to watch: a number that answers is connected."""
        data = dict_of((await self._get(f"/{segment(self._number)}", fields=_FIELDS)).body)
        told = text_or_none(data.get("display_phone_number"), 40)
        if told is None and not id_or_none(data.get("id")):
            raise Misconfigured("no phone number of the Cloud API", code=ErrorCode.WRONG_BRAND)
        status = (text_or_none(data.get("status"), 40) or "CONNECTED").upper()
        state = _STATES.get(status, ConnectionState.CONNECTED)
        return ConnectionSeen(
            state=state,
            reason=None if state is ConnectionState.CONNECTED else status,
            own_address=user(told) if told else None,
            own_name=text_or_none(data.get("verified_name"), 500),
        )

    async def set_webhook(self, wanted: WantedWebhook) -> None:
        """Point this number's events at us. Meta asks the address at once, so it must be reachable."""
        only(wanted)
        if wanted.enabled and not self._verify_token:
            raise Misconfigured("verify_token", code=ErrorCode.INVALID)
        if wanted.enabled and self._waba:
            await self._subscribe(self._waba)
        override = {
            "override_callback_uri": wanted.url if wanted.enabled else "",
            "verify_token": self._verify_token or "",
        }
        await self._http.request("POST", f"/{segment(self._number)}", body={"webhook_configuration": override})

    async def get_webhook(self) -> ActualWebhook:
        """The address in force (number before account before app); the fields subscribed to are not told."""
        data = dict_of((await self._get(f"/{segment(self._number)}", fields="webhook_configuration")).body)
        told = dict_of(data.get("webhook_configuration"))
        names = ("phone_number", "override_callback_uri", "whatsapp_business_account", "application")
        urls = [url for name in names if (url := text_or_none(told.get(name), 4000))]
        return ActualWebhook(url=urls[0] if urls else None, enabled=bool(urls), others=tuple(urls[1:]))

    async def send(self, outgoing: Outgoing) -> Outcome:
        try:
            media_id = await self._upload(outgoing)
            body = payloads.message(outgoing, media_id)
        except AppError as error:
            return before_sending(error)
        told: list[AppError] = []

        def judged(answer: Answer) -> AppError | None:
            error = judge(answer)
            told.extend([error] if error else [])
            return error

        path = f"/{segment(self._number)}/messages"
        # a reaction has an id of its own; taken for the message's it would lose the message
        read = _reacted if outgoing.kind is OutgoingKind.REACTION else _accepted
        outcome = await self._http.send("POST", path, read, body=body, judge=judged)
        if isinstance(outcome, Uncertain) and told and isinstance(told[-1], SaidNo):
            return NotSent(code=told[-1].code, text=told[-1].text, retry_after_s=told[-1].retry_after_s)
        return outcome

    async def download(self, ref: Mapping[str, Any]) -> Download:
        """Two steps: ask where the file is, then fetch it; the address dies within minutes, so ask again once."""
        media_id = id_or_none(ref.get("id"))
        if media_id is None:
            raise Rejected("no media id", code=ErrorCode.MEDIA_GONE)
        try:
            return await self._fetch(await self._media_url(media_id))
        except (AuthRejected, Rejected) as error:
            if error.code not in (ErrorCode.AUTH_REJECTED, ErrorCode.MEDIA_GONE):
                raise
        return await self._fetch(await self._media_url(media_id))

    async def mark_read(self, chat: Address, messages: tuple[MessageRef, ...]) -> None:
        for ref in messages:
            if ref.from_me:
                continue
            await self._status(ref.provider_message_id or ref.stanza_id)
            self._last_read[chat] = ref.provider_message_id or ref.stanza_id
            self._last_read.move_to_end(chat)
            while len(self._last_read) > _REMEMBERED:
                self._last_read.popitem(last=False)

    async def typing(self, chat: Address, *, recording: bool = False, on: bool = True) -> None:
        """Shown for 25 seconds under a message already read; with none known there is nothing to show it under."""
        message_id = self._last_read.get(chat)
        if on and message_id is not None:
            await self._status(message_id, typing_indicator={"type": "text"})

    async def block(self, address: Address, *, blocked: bool) -> None:
        """Meta lets a business block only who wrote to it within the last 24 hours."""
        if address.kind is AddressKind.BSUID:
            who = {"user_id": address.id}
        elif address.phone:
            who = {"user": address.phone}
        else:
            raise Rejected(str(address), code=ErrorCode.NO_SUCH_NUMBER)
        answer = await self._http.request(
            "POST" if blocked else "DELETE",
            f"/{segment(self._number)}/block_users",
            body={"messaging_product": "whatsapp", "block_users": [who]},
        )
        failed = list_of(dict_of(dict_of(answer.body).get("block_users")).get("failed_users"))
        if failed:
            error = dict_of(next(iter(list_of(dict_of(failed[0]).get("errors"))), None))
            raise Rejected(text_or_none(error.get("message"), 500) or "not blocked")

    async def templates(self) -> tuple[TemplateOffer, ...]:
        if not self._waba:
            raise Misconfigured("waba_id", code=ErrorCode.INVALID)
        params = {"fields": "name,language,status,category,components", "limit": "100"}
        found: list[TemplateOffer] = []
        for _ in range(_MAX_PAGES):
            body = dict_of((await self._get(f"/{segment(self._waba)}/message_templates", **params)).body)
            found.extend(t for t in map(offer, list_of(body.get("data"))) if t is not None)
            paging = dict_of(body.get("paging"))
            after = text_or_none(dict_of(paging.get("cursors")).get("after"), 4000)
            if not after or not paging.get("next"):
                break
            params["after"] = after
        return tuple(found)

    async def subscribed_apps(self) -> tuple[str, ...]:
        """The apps that receive this business account's events, by name or id."""
        if not self._waba:
            raise Misconfigured("waba_id", code=ErrorCode.INVALID)
        body = dict_of((await self._get(f"/{segment(self._waba)}/subscribed_apps")).body)
        apps = (dict_of(dict_of(a).get("whatsapp_business_api_data")) for a in list_of(body.get("data")))
        return tuple(n for a in apps if (n := text_or_none(a.get("name"), 200) or id_or_none(a.get("id"))))

    async def _subscribe(self, waba: str) -> None:
        """Subscribe our app, unless one is: repeating the call would wipe an address set for the account."""
        if not await self.subscribed_apps():
            await self._http.request("POST", f"/{segment(waba)}/subscribed_apps")

    async def _get(self, path: str, **params: str) -> Answer:
        return await self._http.request("GET", path, params=params)

    async def _status(self, message_id: str, **more: Any) -> None:
        body = {"messaging_product": "whatsapp", "status": "read", "message_id": message_id, **more}
        await self._http.request("POST", f"/{segment(self._number)}/messages", body=body)

    async def _upload(self, outgoing: Outgoing) -> str | None:
        name = payloads.media_type(outgoing)
        if name is None or outgoing.media is None:
            return None
        media = outgoing.media
        if media.size > payloads.MAX_BYTES[name]:
            raise Rejected(f"{name} over {payloads.MAX_BYTES[name]} bytes", code=ErrorCode.TOO_LARGE)
        payloads.recipient(outgoing.chat)
        try:
            with media.path.open("rb") as file:
                answer = await self._http.request(
                    "POST",
                    f"/{segment(self._number)}/media",
                    form=lambda: _form(media, file),
                    timeout_s=_UPLOAD_S,
                    fresh=True,
                )
        except OSError as error:
            raise Rejected(str(error), code=ErrorCode.MEDIA_GONE) from error
        media_id = id_or_none(dict_of(answer.body).get("id"))
        if media_id is None:
            raise Rejected("the upload gave no id")
        return media_id

    async def _media_url(self, media_id: str) -> str:
        try:
            answer = await self._get(f"/{segment(media_id)}", phone_number_id=self._number)
        except NotFound as error:
            raise Rejected(error.text, code=ErrorCode.MEDIA_GONE) from error
        url = text_or_none(dict_of(answer.body).get("url"), 8000)
        if url is None:
            raise Rejected("no address for the file", code=ErrorCode.MEDIA_GONE)
        return url

    async def _fetch(self, url: str) -> Download:
        """Our token goes to Meta's hosts (or the configured one) only, whatever address the answer names."""
        parts, base = urlsplit(url), urlsplit(self._http.base_url)
        own = (parts.scheme, parts.netloc) == (base.scheme, base.netloc)
        if not own and (parts.scheme != "https" or parts.netloc not in MEDIA_HOSTS):
            raise Rejected(parts.netloc, code=ErrorCode.BLOCKED_ADDRESS)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._media:
            self._media[origin] = HttpClient(origin, headers=self._bearer, judge=judge)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        try:
            return await open_on_gateway(self._media[origin], path)
        except Misconfigured as error:
            # the file hosts answer in plain words, not in JSON
            if error.text.startswith(("HTTP 404", "HTTP 410")):
                raise Rejected(error.text, code=ErrorCode.MEDIA_GONE) from error
            raise


def versioned(base_url: str) -> str:
    """The base URL with a Graph version: the admin's own, else the default."""
    base = base_url.strip().rstrip("/")
    return base if _VERSION.search(base) else f"{base}/{DEFAULT_VERSION}"


def before_sending(error: AppError) -> Outcome:
    """What a failure before the message itself went out means: a lasting one is refused, others are tried again."""
    lasting = isinstance(error, (Rejected, NotFound)) or error.code in (
        ErrorCode.NOT_SUPPORTED,
        ErrorCode.INVALID,
        ErrorCode.TOO_LARGE,
    )
    if lasting:
        return Refused(code=error.code, text=error.text)
    return NotSent(code=error.code, text=error.text, retry_after_s=error.retry_after_s)


def _setting(credentials: Credentials, name: str) -> str | None:
    return credentials.secrets.get(name) or credentials.options.get(name) or None


def _session(data: dict[str, Any]) -> SessionInfo | None:
    number, told = id_or_none(data.get("id")), text_or_none(data.get("display_phone_number"), 40)
    if number is None or told is None:
        return None
    return SessionInfo(
        name=number,
        state=text_or_none(data.get("status"), 40),
        own_address=user(told),
        profile_name=text_or_none(data.get("verified_name"), 500),
    )


def _form(media: OutgoingMedia, file: Any) -> aiohttp.FormData:
    form = aiohttp.FormData()
    form.add_field("messaging_product", "whatsapp")
    form.add_field("type", media.mime)
    form.add_field("file", file, filename=media.file_name, content_type=media.mime)
    return form


def _reacted(_: Answer) -> Accepted:
    return Accepted()


def _accepted(answer: Answer) -> Accepted:
    sent = dict_of(next(iter(list_of(dict_of(answer.body).get("messages"))), None))
    message_id = id_or_none(sent.get("id"))
    if message_id is None:
        raise Misconfigured("accepted without an id")
    held = text_or_none(sent.get("message_status"), 60) not in (None, "accepted")
    return Accepted(
        provider_message_id=message_id, stanza_id=message_id, status=Status.SENDING if held else Status.SENT
    )
