"""What a provider needs to be connected: told in the OpenAPI document and checked on creation."""

from typing import Any

from msgspec import UNSET

from services.api.numbers import ProviderView
from services.domain.capabilities import Capability
from services.domain.errors import Invalid
from services.httpapi.schemas import NewInstance

API_KEY = "api_key"


def needs_base_url(provider: ProviderView) -> bool:
    """Whether there is a gateway to talk to, and no address everybody uses."""
    return Capability.SEND_TEXT in provider.capabilities and provider.default_base_url is None


def given(provider: ProviderView, new: NewInstance) -> dict[str, str]:
    """All credentials of a request by field name. Raises Invalid naming the field that lacks or is unknown."""
    if needs_base_url(provider) and new.base_url is UNSET:
        raise Invalid("base_url: required")
    found = dict(new.secrets)
    if API_KEY in found:
        raise Invalid("secrets: api_key has a field of its own")
    if new.api_key is not UNSET:
        found[API_KEY] = new.api_key
    fields = {name: required for name, _, required in provider.credentials}
    for name in found:
        if name not in fields and name != API_KEY:
            raise Invalid(f"secrets: {provider.kind} has no {name}")
    for name, required in fields.items():
        if required and name not in found:
            raise Invalid(f"{name if name == API_KEY else 'secrets.' + name}: required")
    # a key for a provider that only receives is harmless, and not kept
    return {name: value.strip() for name, value in found.items() if name in fields}


def variant(provider: ProviderView, common: dict[str, Any]) -> dict[str, Any]:
    """The JSON Schema of a request for this provider, from the one that all share."""
    properties = dict(common["properties"])
    properties["provider"] = {"const": provider.kind}
    secret = common["properties"]["secrets"]["additionalProperties"]
    others = {name: required for name, _, required in provider.credentials if name != API_KEY}
    required = [name for name, needed in others.items() if needed]
    properties["secrets"] = {
        "type": "object",
        "description": common["properties"]["secrets"]["description"],
        "properties": dict.fromkeys(others, secret),
        "required": required,
        "additionalProperties": False,
    }
    needed = ["provider", "name"]
    if needs_base_url(provider):
        needed.append("base_url")
    if any(name == API_KEY and is_required for name, _, is_required in provider.credentials):
        needed.append(API_KEY)
    if required:
        needed.append("secrets")
    return {
        "title": provider.display_name,
        "type": "object",
        "properties": properties,
        "required": needed,
        "additionalProperties": False,
    }
