"""The OpenAPI 3.1 document, made from the table of operations and their msgspec types."""

import re
from collections.abc import Iterable
from typing import Any

import msgspec

from services.api.numbers import ProviderView
from services.httpapi import credentials, problems, schemas
from services.httpapi.routes import OPERATIONS, PREFIX, Operation

_REF = "#/components/schemas/{name}"
_PATH_ID = re.compile(r"{(\w+)}")
_EVERY = {
    401: "The token is missing or wrong",
    403: "The request comes from a web page",
    421: "The Host header names another host",
    422: "A field or parameter cannot be used",
    500: "A mistake of the program",
    503: "The database cannot take or give it just now",
}
_SOME = {
    400: "The body is no JSON",
    404: "There is no such thing",
    409: "It does not fit what is there",
    413: "The body is too large",
    415: "The body has another type than application/json",
    502: "The gateway failed",
}


def document(version: str, providers: Iterable[ProviderView]) -> dict[str, Any]:
    """The whole document. ``providers`` say what connecting each of them takes."""
    types: list[type] = [problems.Problem]
    for operation in OPERATIONS:
        types.extend(t for t in (operation.answer, operation.body) if t is not None and t is not bytes)
    _, components = msgspec.json.schema_components(types, ref_template=_REF)
    name = schemas.NewInstance.__name__
    components[name] = {
        "title": name,
        "oneOf": [credentials.variant(each, components[name]) for each in providers],
    }
    paths: dict[str, Any] = {}
    for operation in OPERATIONS:
        paths.setdefault(PREFIX + operation.path, {})[operation.method.lower()] = _operation(operation)
    paths[f"{PREFIX}/openapi.json"] = {"get": _self()}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Balcão",
            "version": version,
            "description": "The local API of Balcão. Lists answer `items` and `next`; `next` asks for the "
            "following page. Errors are problem+json with a stable `code`.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": "/"}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "description": "As `balcao api-token` prints it."}
            },
            "schemas": components,
        },
    }


def _operation(operation: Operation) -> dict[str, Any]:
    path_ids = _PATH_ID.findall(operation.path)
    described: dict[str, Any] = {
        "operationId": operation.name,
        "summary": operation.summary,
        "parameters": [_path_id(name) for name in path_ids] + _query(operation.query),
        "responses": _responses(operation, bool(path_ids)),
    }
    if operation.body is not None:
        schema = {"$ref": _REF.format(name=operation.body.__name__)}
        described["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
    return described


def _path_id(name: str) -> dict[str, Any]:
    schema = {"type": "integer", "minimum": 1, "maximum": schemas.MAX_ID}
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _query(query: type[schemas.Request]) -> list[dict[str, Any]]:
    _, components = msgspec.json.schema_components([query], ref_template=_REF)
    shape = components[query.__name__]
    found = []
    for name, schema in shape["properties"].items():
        target = schema.get("$ref", "").rpartition("/")[2]
        inlined = components[target] if target else dict(schema)
        described = {"name": name, "in": "query", "required": name in shape["required"], "schema": inlined}
        if "description" in inlined:
            described["description"] = inlined["description"]
        found.append(described)
    return found


def _responses(operation: Operation, names_something: bool) -> dict[str, Any]:
    statuses = dict(_EVERY)
    wanted = [*operation.problems]
    if names_something:
        wanted.append(404)
    if operation.body is not None:
        wanted += [400, 413, 415]
    statuses.update({status: _SOME[status] for status in wanted})
    found = {str(operation.status): _answer(operation)}
    found.update({str(status): _problem(statuses[status]) for status in sorted(statuses)})
    return found


def _answer(operation: Operation) -> dict[str, Any]:
    if operation.answer is None:
        return {"description": "Done"}
    if operation.answer is bytes:
        return {"description": "The bytes as they came", "content": {"application/octet-stream": {"schema": {}}}}
    schema = {"$ref": _REF.format(name=operation.answer.__name__)}
    return {
        "description": (operation.answer.__doc__ or operation.summary).strip(),
        "content": {"application/json": {"schema": schema}},
    }


def _problem(description: str) -> dict[str, Any]:
    schema = {"$ref": _REF.format(name=problems.Problem.__name__)}
    return {"description": description, "content": {problems.CONTENT_TYPE: {"schema": schema}}}


def _self() -> dict[str, Any]:
    return {
        "operationId": "getOpenApi",
        "summary": "This document",
        "responses": {
            "200": {"description": "OpenAPI 3.1", "content": {"application/json": {"schema": {"type": "object"}}}}
        }
        | {str(status): _problem(text) for status, text in sorted(_EVERY.items())},
    }
