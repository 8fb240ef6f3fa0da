"""Settings as a file to take along: only what differs from the usual, nothing of this one computer, no secret.

Secrets are in the keyring and never among the settings; addresses and programs of this computer are left out.
"""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from services.domain.errors import Invalid
from services.settings.schema import FIELDS, VERSION
from services.settings.upgrades import upgrade

MAX_BYTES = 1_000_000


class Document(msgspec.Struct, frozen=True):
    """The file: which version of the settings it holds, and ``values`` by page and name."""

    balcao_settings: int
    values: dict[str, dict[str, Any]]


def written(get: Callable[[str], object]) -> bytes:
    """The file's bytes (JSON, UTF-8); ``get`` gives the value of a key."""
    values: dict[str, dict[str, object]] = {}
    for key, field in FIELDS.items():
        value = get(key)
        if not field.per_machine and value != field.default:
            page, name = key.split(".")
            values.setdefault(page, {})[name] = value
    document = Document(VERSION, values)
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"


def read(body: bytes) -> tuple[Mapping[str, Any], tuple[str, ...]]:
    """The settings of such a file by key, and the keys of those that cannot be used here.

    Raises Invalid for anything that is not such a file, or one of a later version of the program.
    """
    if len(body) > MAX_BYTES:
        raise Invalid("too large for settings")
    try:
        document = msgspec.json.decode(body, type=Document)
    except (msgspec.DecodeError, RecursionError):
        raise Invalid("not a settings file") from None
    if not 1 <= document.balcao_settings <= VERSION:
        raise Invalid("settings of a later version")
    good: dict[str, Any] = {}
    bad: list[str] = []
    for page, names in upgrade(document.values, document.balcao_settings).items():
        for name, value in names.items():
            field = FIELDS.get(f"{page}.{name}")
            try:
                if field is None or field.per_machine:
                    raise msgspec.ValidationError
                good[field.key] = field.convert(value)
            except msgspec.ValidationError:
                bad.append(f"{page}.{name}")
    return good, tuple(bad)
