"""Contract cases: one JSON file for each delivery a provider is known to send, with what must come of it.

``{about, source, headers, body, path, instance: {own_address, instance_name}, received_at_ms, expect: {events | error}}``.
Expected events name only the fields that matter; ``expect.match`` may name confidence and instance keys;
``expect.error`` is "parse", or a part of what the parser says.
"""

import json
import re
from pathlib import Path
from typing import Any

import msgspec

from services.domain import address
from services.domain.errors import ParseError
from services.providers.base import Descriptor, Inbound
from services.providers.registry import DESCRIPTORS

HERE = Path(__file__).parent
_SEPARATORS = re.compile(r"[._\-\s/]+")


class Case:
    """One file."""

    def __init__(self, path: Path) -> None:
        told = json.loads(path.read_text("utf-8"))
        self.file = path
        self.kind = path.parent.parent.name
        self.id = f"{self.kind}/{path.stem}"
        self.body: Any = told["body"]
        self.headers: dict[str, str] = told.get("headers") or {}
        self.path: str = told.get("path") or ""
        self.received_at_ms: int = told.get("received_at_ms") or 0
        instance = told.get("instance") or {}
        self.own = address.parse(instance.get("own_address"))
        self.instance_name: str | None = instance.get("instance_name")
        self.expect: dict[str, Any] = told["expect"]

    def inbound(self, body: Any = None) -> Inbound:
        """The delivery as the parser gets it; ``body`` replaces the case's own."""
        return Inbound(
            body=self.body if body is None else body,
            headers=self.headers,
            path=self.path,
            received_at_ms=self.received_at_ms,
            own_address=self.own,
            instance_name=self.instance_name,
        )


def load() -> list[Case]:
    """Every case of every provider that is registered."""
    kinds = {each.kind for each in DESCRIPTORS}
    files = sorted(HERE.glob("*/cases/*.json"))
    return [Case(f) for f in files if not f.name.endswith(".actual.json") and f.parent.parent.name in kinds]


def actual(descriptor: Descriptor, case: Case) -> dict[str, Any]:
    """What the parser says, in the form of ``expect``."""
    try:
        return {"events": [msgspec.to_builtins(e) for e in descriptor.parse(case.inbound())]}
    except ParseError as error:
        return {"error": error.text}


def differs(expect: dict[str, Any], found: dict[str, Any]) -> str | None:
    """Where what came of a case is not what it expects, or None."""
    if "error" not in expect:
        return difference(expect["events"], found.get("events"), "events")
    told = found.get("error")
    if told is not None and (expect["error"] == "parse" or expect["error"] in told):
        return None
    return f"expected the error {expect['error']!r}, got {found!r}"


def difference(expected: Any, found: Any, where: str = "") -> str | None:
    """The first place where ``found`` lacks what ``expected`` names, or None. Lists must be as long."""
    if isinstance(expected, dict):
        if not isinstance(found, dict):
            return f"{where}: expected an object, got {found!r}"
        for key, value in expected.items():
            # fields at their default are left out of an event's JSON
            if key not in found and value in (None, False, 0, "", [], {}):
                continue
            if key not in found:
                return f"{where}.{key}: missing"
            told = difference(value, found[key], f"{where}.{key}")
            if told:
                return told
        return None
    if isinstance(expected, list):
        if not isinstance(found, (list, tuple)) or len(found) != len(expected):
            return f"{where}: expected {len(expected)} items, got {found!r}"
        pairs = enumerate(zip(expected, found, strict=True))
        return next((t for i, (e, f) in pairs if (t := difference(e, f, f"{where}[{i}]"))), None)
    return None if expected == found else f"{where}: expected {expected!r}, got {found!r}"


def normal(name: str) -> str:
    """An event's name without the accidents of spelling."""
    return _SEPARATORS.sub("_", name).strip("_").upper()


def names_in(case: Case) -> set[str]:
    """Every short text of the case that could be an event's name, normalised."""
    found = {normal(case.path)}
    waiting: list[tuple[Any, int]] = [(case.body, 0), (case.expect.get("events"), 0)]
    while waiting:
        value, depth = waiting.pop()
        if isinstance(value, str) and len(value) < 80:
            found.add(normal(value))
        elif isinstance(value, dict) and depth < 6:
            waiting += [(inner, depth + 1) for inner in value.values()]
        elif isinstance(value, list) and depth < 6:
            waiting += [(inner, depth + 1) for inner in value[:20]]
    return found
