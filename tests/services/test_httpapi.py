"""The local API over real HTTP: what it answers, and whom it refuses."""

import inspect
import io
from collections.abc import AsyncIterator
from typing import Any, get_type_hints

import aiohttp
import msgspec
import pytest

from services.api import Services
from services.domain.content import MessageKind
from services.domain.errors import ErrorCode, Invalid, RateLimited, StorageProblem, Unavailable
from services.domain.models import DeliveryState
from services.domain.status import Status
from services.httpapi import schemas, server, views
from services.httpapi.routes import PREFIX
from tests.services.memory_services import Memory, furnished

TOKEN = "qUt3vJ0c-made-up-for-tests"


@pytest.fixture
def memory() -> Memory:
    return furnished()


@pytest.fixture
async def api(memory: Memory) -> AsyncIterator["Api"]:
    running = await server.start(memory.services(), TOKEN)
    async with aiohttp.ClientSession() as session:
        yield Api(session, running.url)
    await running.stop()


class Api:
    """A client with the token."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self.session, self.url = session, url

    async def ask(
        self, method: str, path: str, *, headers: dict[str, str] | None = None, **options: Any
    ) -> tuple[int, Any, aiohttp.ClientResponse]:
        sent = {"Authorization": f"Bearer {TOKEN}", **(headers or {})}
        async with self.session.request(method, f"{self.url}{PREFIX}{path}", headers=sent, **options) as answer:
            raw = await answer.read()
            return answer.status, msgspec.json.decode(raw) if "json" in answer.content_type else raw, answer

    async def get(self, path: str) -> Any:
        status, body, _ = await self.ask("GET", path)
        assert status == 200, body
        return body


async def problem(api: Api, method: str, path: str, **options: Any) -> tuple[int, str]:
    """The status and code of a refusal, after looking at its form."""
    status, body, answer = await api.ask(method, path, **options)
    assert answer.content_type == "application/problem+json"
    assert set(body) == {"type", "title", "status", "detail", "code"}
    assert body["status"] == status
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert not any(name.lower().startswith("access-control") for name in answer.headers)
    return status, body["code"]


def test_what_stands_for_the_services_is_called_as_they_are() -> None:
    memory = Memory()
    for name, area in ((name, getattr(Services, name, None)) for name in vars(memory)):
        if area is None:
            continue
        protocol = get_type_hints(area.fget)["return"]
        part = type(getattr(memory, name))
        for method in (each for each in vars(part) if not each.startswith("_")):
            shapes = [inspect.signature(getattr(owner, method)).parameters.values() for owner in (part, protocol)]
            ours, theirs = ([(each.name, each.kind, each.default) for each in shape] for shape in shapes)
            assert ours == theirs, (name, method)


# who may come in ----------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "localhost@evil", ""])
async def test_another_host_name_is_refused_so_that_dns_rebinding_gets_nowhere(api: Api, host: str) -> None:
    assert await problem(api, "GET", "/health", headers={"Host": host}) == (421, "wrong_host")


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:1", "localhost", "LOCALHOST:47822", "[::1]", "[::1]:47822"])
async def test_this_machine_s_names_are_let_in(api: Api, host: str) -> None:
    status, _, _ = await api.ask("GET", "/health", headers={"Host": host})
    assert status == 200


@pytest.mark.parametrize("origin", ["https://evil.example", "http://127.0.0.1:8080", "null"])
async def test_a_web_page_is_refused_even_with_the_token(api: Api, origin: str) -> None:
    assert await problem(api, "GET", "/chats", headers={"Origin": origin}) == (403, "web_page")
    asked = {"Origin": origin, "Access-Control-Request-Method": "POST"}
    assert await problem(api, "OPTIONS", "/instances", headers=asked) == (403, "web_page")


@pytest.mark.parametrize(
    "authorization",
    ["", "Bearer", "Bearer ", f"Basic {TOKEN}", f"Bearer {TOKEN}x", f"Bearer {TOKEN[:-1]}", TOKEN, "Bearer ção"],
)
async def test_without_the_token_nothing_is_told(api: Api, authorization: str) -> None:
    for path in ("/health", "/instances", "/openapi.json", "/no/such/path"):
        status, body, answer = await api.ask("GET", path, headers={"Authorization": authorization})
        assert (status, body["detail"]) == (401, "")
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")


async def test_it_listens_on_this_machine_only(memory: Memory) -> None:
    for host in ("0.0.0.0", "::", "192.168.0.10", "example.com"):
        with pytest.raises(Invalid):
            await server.start(memory.services(), TOKEN, host)


async def test_a_taken_port_is_told(memory: Memory, api: Api) -> None:
    with pytest.raises(OSError):
        await server.start(memory.services(), TOKEN, "127.0.0.1", int(api.url.rpartition(":")[2]))


# reading ------------------------------------------------------------------------------------------


async def test_health(api: Api) -> None:
    health = await api.get("/health")
    assert health["version"] == "0.1.0"
    assert health["ok"] is True
    assert health["deliveries"] == {"new": 0, "bad": 1, "parked": 0}


async def test_lists_never_show_a_hook_token_and_one_instance_does(api: Api, memory: Memory) -> None:
    listed = await api.get("/instances")
    assert [each["name"] for each in listed["items"]] == ["padaria-sol", "entregas"]
    assert "hook-token" not in msgspec.json.encode(listed).decode()
    shop = next(iter(memory.rows_instances.values()))
    one = await api.get(f"/instances/{shop.id}")
    assert one["hook_token"] == shop.hook_token
    assert one["hook_url"].endswith(f"/hooks/{shop.hook_token}")
    assert one["own_phone"] == "5511955550101"
    assert one["state_since"] == "2025-12-05T16:00:00Z"


async def test_providers_tell_what_connecting_takes(api: Api) -> None:
    providers = {each["kind"]: each for each in (await api.get("/providers"))["items"]}
    assert providers["evolution"]["credentials"] == [{"name": "api_key", "secret": True, "required": True}]
    assert providers["betzap"]["credentials"] == []


async def test_a_conversation_page_by_page_newest_first(api: Api, memory: Memory) -> None:
    chat = (await api.get("/chats?limit=1"))["items"][0]
    assert (chat["title"], chat["phone"], chat["unread"]) == ("Bianca Prado", "5511944440202", 2)
    seen: list[Any] = []
    page = await api.get(f"/chats/{chat['id']}/messages?limit=5")
    while True:
        seen += page["items"]
        if page["next"] is None:
            break
        page = await api.get(f"/chats/{chat['id']}/messages?limit=5&before={page['next']}")
    assert [each["id"] for each in seen] == sorted((m.id for m in memory.rows_messages.values()), reverse=True)
    first = seen[-1]
    assert first["author"] == {"name": "Bianca Prado", "phone": "5511944440202"}
    assert (first["direction"], first["kind"], first["status"]) == ("in", "text", None)
    assert first["text"] == "Oi, vocês abrem no domingo? 😀"
    assert first["sent_at"].endswith("Z")
    picture = next(each for each in seen if each["kind"] == "image")
    assert picture["media"]["mime"] == "image/jpeg"
    assert picture["reactions"] == [{"emoji": "❤️", "from_me": True, "actor": None}]
    assert picture["quoted"]["message_id"] == first["id"]
    assert picture["edited"] is True
    place = next(each for each in seen if each["kind"] == "location")
    assert place["deleted"] is True
    assert place["content"]["location"]["name"] == "Padaria Sol"


async def test_chats_by_cursor_and_by_instance(api: Api, memory: Memory) -> None:
    first = await api.get("/chats?limit=1")
    second = await api.get(f"/chats?limit=1&cursor={first['next']}")
    assert second["next"] is None
    assert {first["items"][0]["title"], second["items"][0]["title"]} == {"Bianca Prado", "Osvaldo"}
    osvaldo = second["items"][0]
    only = await api.get(f"/chats?instance={osvaldo['instance_id']}")
    assert [each["title"] for each in only["items"]] == ["Osvaldo"]


async def test_the_journal_by_state_and_a_stored_body_is_never_a_page(api: Api) -> None:
    bad = (await api.get("/deliveries?state=bad"))["items"]
    assert [each["state"] for each in bad] == ["bad"]
    status, raw, answer = await api.ask("GET", f"/deliveries/{bad[0]['id']}/body")
    assert (status, raw, answer.content_type) == (200, b"<html>", "application/octet-stream")
    assert answer.headers["Content-Disposition"] == "attachment"


# doing --------------------------------------------------------------------------------------------


async def test_an_answer_is_stored_once_per_client_id(api: Api, memory: Memory) -> None:
    chat = (await api.get("/chats"))["items"][0]["id"]
    told = {"text": "Seu pedido saiu <b>agora</b>", "client_id": "pedido-17"}
    first = await api.ask("POST", f"/chats/{chat}/messages", json=told)
    again = await api.ask("POST", f"/chats/{chat}/messages", json=told)
    assert (first[0], again[0]) == (201, 201)
    assert first[1] == again[1]
    assert (first[1]["text"], first[1]["status"], first[1]["direction"]) == (told["text"], "queued", "out")
    assert sum(m.client_id == "pedido-17" for m in memory.rows_messages.values()) == 1


async def test_a_number_is_connected_shown_and_forgotten(api: Api, memory: Memory) -> None:
    wish = {"provider": "evolution", "name": "balcão 2", "base_url": "http://evolution_api:8080", "api_key": "K-1\n"}
    status, made, _ = await api.ask("POST", "/instances", json=wish)
    assert status == 201, made
    assert made["hook_token"]
    assert made["hook_url"]
    assert memory.created[-1].secrets == {"api_key": "K-1"}
    assert "api_key" not in made
    assert await problem(api, "POST", "/instances", json=wish) == (409, "conflict")
    assert (await api.get(f"/instances/{made['id']}/qr"))["text"] is None
    status, linked, _ = await api.ask("POST", f"/instances/{made['id']}/connect")
    assert (status, linked["state"]) == (202, "awaiting_qr")
    assert (await api.get(f"/instances/{made['id']}/qr"))["text"] == "2@abc"
    status, body, _ = await api.ask("DELETE", f"/instances/{made['id']}?keep_history=false")
    assert (status, body) == (204, b"")
    assert await problem(api, "GET", f"/instances/{made['id']}") == (404, "not_found")


async def test_who_only_receives_needs_no_address_and_no_key(api: Api, memory: Memory) -> None:
    status, made, _ = await api.ask("POST", "/instances", json={"provider": "betzap", "name": "instance_123"})
    assert (status, made["base_url"]) == (201, "")
    assert memory.created[-1].secrets == {}


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        ({"provider": "nobody", "name": "a"}, "provider"),
        ({"provider": "evolution", "name": "a", "api_key": "k"}, "base_url"),
        ({"provider": "evolution", "name": "a", "base_url": "http://evo"}, "api_key"),
        ({"provider": "evolution", "name": "a", "base_url": "ftp://evo", "api_key": "k"}, "base_url"),
        ({"provider": "evolution", "name": "", "base_url": "http://evo", "api_key": "k"}, "name"),
        ({"provider": "evolution", "name": 5, "base_url": "http://evo", "api_key": "k"}, "name"),
        ({"provider": "wapi", "name": "a", "api_key": "k", "secrets": {"app_secret": "x"}}, "secrets"),
        ({"provider": "wapi", "name": "a", "secrets": {"api_key": "k"}}, "secrets"),
        ({"provider": "cloud_api", "name": "1", "api_key": "k"}, "waba_id"),
        ({"provider": "betzap", "name": "a", "apikey": "k"}, "apikey"),
    ],
)
async def test_what_is_missing_or_wrong_is_named(api: Api, wish: dict[str, Any], field: str) -> None:
    status, body, _ = await api.ask("POST", "/instances", json=wish)
    assert (status, body["code"]) == (422, "invalid")
    assert field in body["detail"]


async def test_an_uncertain_answer_is_settled_or_sent_again_by_a_person(api: Api, memory: Memory) -> None:
    rows = memory.rows_messages.values()
    unknown = next(m.id for m in rows if m.status is Status.UNKNOWN)
    failed = next(m.id for m in rows if m.status is Status.FAILED)
    assert await problem(api, "POST", f"/messages/{failed}/settle") == (409, "conflict")
    assert (await api.ask("POST", f"/messages/{unknown}/settle"))[1]["status"] == "sent"
    assert (await api.ask("POST", f"/messages/{failed}/retry"))[1]["status"] == "queued"
    assert await problem(api, "POST", f"/messages/{unknown}/retry") == (409, "conflict")
    assert await problem(api, "POST", "/messages/999999/retry") == (404, "not_found")


async def test_deliveries_are_replayed_and_assigned(api: Api, memory: Memory) -> None:
    rows = memory.rows_deliveries.values()
    bad = next(d.id for d in rows if d.state is DeliveryState.BAD)
    parked = next(d.id for d in rows if d.state is DeliveryState.PARKED)
    status, replayed, _ = await api.ask("POST", f"/deliveries/{bad}/replay")
    assert (status, replayed["state"], replayed["attempts"]) == (200, "done", 1)
    shop = next(iter(memory.rows_instances))
    status, assigned, _ = await api.ask("POST", f"/deliveries/{parked}/assign", json={"instance_id": shop})
    assert (status, assigned["instance_id"]) == (200, shop)
    absent = {"json": {"instance_id": 999_999}}
    assert await problem(api, "POST", f"/deliveries/{parked}/assign", **absent) == (404, "not_found")


# what cannot be ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    ["/chats/0/messages", "/chats/x/messages", "/chats/99999999999999999999/messages", f"/chats/{2**63}/messages",
     "/chats/-1/messages", "/chats/424242/messages", "/", "/chats/", "/../../etc/passwd"],
)  # fmt: skip
async def test_what_is_not_there(api: Api, path: str) -> None:
    assert (await problem(api, "GET", path))[0] == 404


async def test_methods(api: Api) -> None:
    status, body, answer = await api.ask("PUT", "/chats")
    assert (status, body["code"], answer.headers["Allow"]) == (405, "method_not_allowed", "GET")


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=201",
        "limit=x",
        "limit=",
        "limit=5&limit=6",
        "cursor=zzz",
        "instance=-1",
        "chat=1",
        "instance=null",
    ],
)
async def test_parameters_that_cannot_be_used(api: Api, query: str) -> None:
    assert await problem(api, "GET", f"/chats?{query}") == (422, "invalid")


@pytest.mark.parametrize("raw", [b"", b"{", b"\xff\xfe{}", b'{"text": "\xff"}', b'{"text": "\\ud800"}', b"[" * 100_000])
async def test_a_body_that_is_no_json(api: Api, raw: bytes) -> None:
    status, _, _ = await api.ask("POST", "/chats/1/messages", data=raw, headers={"Content-Type": "application/json"})
    assert status == 400


@pytest.mark.parametrize(
    "body",
    [[], "text", 5, {}, {"text": ""}, {"text": " \n\x00"}, {"text": None}, {"text": "a", "client_id": "ã"},
     {"text": "a", "quoted": 4}, {"text": "a" * 65_537}],
)  # fmt: skip
async def test_a_message_that_says_nothing_or_too_much(api: Api, body: Any) -> None:
    assert await problem(api, "POST", "/chats/3/messages", json=body) == (422, "invalid")


async def test_the_longest_message_goes_through(api: Api) -> None:
    status, sent, _ = await api.ask("POST", "/chats/3/messages", json={"text": "ã" * 65_536})
    assert (status, len(sent["text"])) == (201, 65_536)


async def test_another_type_of_body_and_one_that_is_too_large(api: Api) -> None:
    form = {"headers": {"Content-Type": "application/x-www-form-urlencoded"}, "data": b"text=oi"}
    assert await problem(api, "POST", "/chats/3/messages", **form) == (415, "unsupported_media_type")
    large = {"headers": {"Content-Type": "application/json"}, "data": io.BytesIO(b'"' * (2 << 20))}
    assert (await problem(api, "POST", "/chats/3/messages", **large))[0] == 413


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (StorageProblem("disk I/O error"), (503, "storage")),
        (StorageProblem("database or disk is full", code=ErrorCode.DISK_FULL), (503, "disk_full")),
        (Unavailable("no route to host"), (502, "unavailable")),
        (RateLimited("slow down"), (502, "rate_limited")),
        (ZeroDivisionError("a mistake of ours with a secret in it"), (500, "internal")),
    ],
)
async def test_failures_behind_it(
    api: Api, memory: Memory, error: Exception, expected: tuple[int, str], caplog: pytest.LogCaptureFixture
) -> None:
    memory.failing = error
    status, body, answer = await api.ask("GET", "/chats")
    assert (status, body["code"]) == expected
    assert ("Retry-After" in answer.headers) == (status == 503)
    assert "secret" not in body["detail"]
    memory.failing = None
    assert (await api.get("/chats"))["items"]


# pure ----------------------------------------------------------------------------------------------


def test_every_status_has_its_word() -> None:
    assert [views.status(each) for each in Status] == list(schemas.MessageStatus)
    assert views.status(None) is None


@pytest.mark.parametrize(
    ("ms", "written"),
    [(0, "1970-01-01T00:00:00Z"), (1_764_950_400_123, "2025-12-05T16:00:00.123000Z"), (-5, "1970-01-01T00:00:00Z"),
     (2**62, "9999-12-31T23:59:59.999000Z")],
)  # fmt: skip
def test_times_are_utc_and_never_fail(ms: int, written: str) -> None:
    assert msgspec.json.encode(views.time(ms)).decode().strip('"') == written


def test_kinds_of_messages_are_the_domain_s_own() -> None:
    _, components = msgspec.json.schema_components([schemas.Message])
    assert set(components["MessageKind"]["enum"]) == set(MessageKind)
