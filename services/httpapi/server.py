"""The local API's server: who may come in, and from HTTP to handlers and back."""

import ipaddress
import logging
import re

import msgspec
from aiohttp import web
from aiohttp.typedefs import Handler, Middleware
from multidict import MultiMapping

from services.api import Services
from services.domain.errors import AppError, Invalid
from services.httpapi import openapi, problems, schemas
from services.httpapi import token as tokens
from services.httpapi.problems import ProblemError
from services.httpapi.routes import OPERATIONS, PREFIX, Operation

MAX_BODY = 1 << 20
_STOP_S = 2.0
_HOST = re.compile(r"(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?", re.IGNORECASE)
_ID = "{%s:[1-9][0-9]{0,18}}"
_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
_log = logging.getLogger(__name__)


class Running:
    """The API while it listens at ``url``."""

    def __init__(self, runner: web.AppRunner, url: str) -> None:
        self._runner, self.url = runner, url

    async def stop(self) -> None:
        """Stop listening; requests in flight get two seconds. Idempotent."""
        await self._runner.cleanup()


async def start(services: Services, token: str, host: str = "127.0.0.1", port: int = 0) -> Running:
    """Listen on a loopback address; ``port`` 0 takes any free one. Raises Invalid, OSError (port in use)."""
    if host != "localhost" and not _is_loopback(host):
        raise Invalid(f"host: {host} is not this machine")
    health = await services.diagnostics.health()
    document = openapi.document(health.version, await services.instances.providers())
    app = application(services, token, msgspec.json.encode(document))
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=_STOP_S, keepalive_timeout=75)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError:
        await runner.cleanup()
        raise
    bound = runner.addresses[0]
    shown = f"[{bound[0]}]" if ":" in bound[0] else bound[0]
    return Running(runner, f"http://{shown}:{bound[1]}")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def application(services: Services, token: str, document: bytes) -> web.Application:
    """The aiohttp application: one route per operation, behind one gate."""
    app = web.Application(middlewares=[_gate(token)], client_max_size=MAX_BODY)
    for operation in OPERATIONS:
        path = re.sub(r"{(\w+)}", lambda found: _ID % found[1], operation.path)
        app.router.add_route(operation.method, PREFIX + path, _serve(services, operation))

    async def show_document(request: web.Request) -> web.Response:
        _query(request.query, schemas.NoQuery)
        return web.Response(body=document, content_type="application/json")

    app.router.add_route("GET", f"{PREFIX}/openapi.json", show_document)
    return app


def _gate(token: str) -> Middleware:
    """Lets in who is on this machine, is no web page and knows the token; everything refused is a problem."""

    @web.middleware
    async def gate(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            _admit(request, token)
            answer = await handler(request)
        except ProblemError as problem:
            answer = problems.response(problem)
        except AppError as error:
            answer = problems.response(problems.of(error))
        except web.HTTPException as error:
            answer = problems.response(_of_http(error))
        except Exception:  # noqa: BLE001 - the last net: an unforeseen mistake is a 500, never a broken line
            _log.exception("%s failed", request.match_info.route.name or request.method)
            answer = problems.response(ProblemError(500, "internal"))
        answer.headers.update(_HEADERS)
        return answer

    return gate


def _admit(request: web.Request, token: str) -> None:
    hosts = request.headers.getall("Host", [])
    if len(hosts) != 1 or not _HOST.fullmatch(hosts[0]):
        raise ProblemError(421, "wrong_host", "the local API answers to 127.0.0.1 and localhost only")
    if "Origin" in request.headers:
        raise ProblemError(403, "web_page", "the local API is not for web pages")
    if not tokens.matches(token, request.headers.get("Authorization")):
        raise ProblemError(401, "unauthorized", "", {"WWW-Authenticate": 'Bearer realm="balcao"'})


def _of_http(error: web.HTTPException) -> ProblemError:
    code = re.sub(r"[^a-z]+", "_", error.reason.lower())
    kept = {name: value for name, value in error.headers.items() if name == "Allow"}
    return ProblemError(error.status, code, "", kept)


def _serve(services: Services, operation: Operation) -> Handler:
    """The request as the operation's types, its answer as HTTP."""

    async def serve(request: web.Request) -> web.Response:
        arguments: list[object] = [_id(text) for text in request.match_info.values()]
        query = _query(request.query, operation.query)
        if operation.query is not schemas.NoQuery:
            arguments.append(query)
        if operation.body is not None:
            arguments.append(await _body(request, operation.body))
        answer = await operation.handler(services, *arguments)
        if operation.answer is None:
            return web.Response(status=operation.status)
        if operation.answer is bytes:
            # a customer's bytes: never to be shown as a page
            return web.Response(
                status=operation.status,
                body=answer,
                content_type="application/octet-stream",
                headers={"Content-Disposition": "attachment"},
            )
        return web.Response(status=operation.status, body=msgspec.json.encode(answer), content_type="application/json")

    return serve


def _id(text: str) -> int:
    value = int(text)
    if value > schemas.MAX_ID:
        raise ProblemError(404, "not_found")
    return value


def _query(given: MultiMapping[str], wanted: type[schemas.Request]) -> schemas.Request:
    fields = dict(given)
    if len(fields) != len(given):
        raise ProblemError(422, "invalid", "a parameter is there twice")
    try:
        return msgspec.convert(fields, wanted, strict=False)
    except msgspec.ValidationError as error:
        raise ProblemError(422, "invalid", str(error)) from error


async def _body(request: web.Request, wanted: type[schemas.Request]) -> schemas.Request:
    if request.content_type != "application/json":
        raise ProblemError(415, "unsupported_media_type", "application/json is expected")
    raw = await request.read()
    try:
        fields = msgspec.json.decode(raw)
        if isinstance(fields, dict):
            # JSON has one kind of number: 1.0 is as good an id as 1
            fields = {k: int(v) if isinstance(v, float) and v.is_integer() else v for k, v in fields.items()}
        return msgspec.convert(fields, wanted)
    except msgspec.ValidationError as error:
        raise ProblemError(422, "invalid", str(error)) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ProblemError(400, "bad_json", str(error)) from error
