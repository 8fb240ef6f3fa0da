"""Which instance a request belongs to: by path secret, bearer, signature; never by guess."""

import hashlib
import hmac
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum

import msgspec

from services.domain import address as addresses
from services.domain.address import AddressKind
from services.domain.ids import InstanceId
from services.providers.base import Descriptor
from services.storage.queries.instances import Route

MAX_TOKEN = 200
# the reason of a refused request that came to the right address with a wrong signature
BAD_SIGNATURE = "bad signature"
KEYRING_SHUT = "the keyring is shut"


def hook_hash(token: str) -> bytes:
    """How a hook token is stored: whoever reads the database cannot post with it."""
    return hashlib.blake2b(token.encode("utf-8", "replace"), digest_size=32, person=b"balcao-hook").digest()


class Verdict(StrEnum):
    """What the receiver does with a request."""

    ACCEPT = "accept"
    PARK = "park"
    REFUSE = "refuse"


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """ACCEPT names the instance; PARK says why; ``authenticated`` tells whether a secret was proved.

    ``check_names``: the address did not name the instance, so what the body names has to agree.
    """

    verdict: Verdict
    route: Route | None = None
    reason: str | None = None
    authenticated: bool = False
    check_names: bool = False


class InstanceSecrets(msgspec.Struct, frozen=True, kw_only=True):
    """What may sign for an instance, and what a gateway proves itself with at subscribing.

    They live in the keyring, and in memory while the program runs. ``shut`` says that the keyring did not give them.
    """

    hook_token: str | None = None
    signing_key: str | None = None
    verify_token: str | None = None
    shut: bool = False


class RouteTable:
    """All instances in memory, renewed when one is added, changed or removed."""

    def __init__(self, descriptors: Mapping[str, Descriptor]) -> None:
        self._descriptors = descriptors
        self._routes: tuple[Route, ...] = ()
        self._by_hash: dict[bytes, Route] = {}
        self._by_name: dict[str, list[Route]] = {}
        self._by_number: dict[str, list[Route]] = {}
        self._secrets: dict[InstanceId, InstanceSecrets] = {}

    def replace(self, routes: Iterable[Route], secrets: Mapping[InstanceId, InstanceSecrets]) -> None:
        """Take over a new set of instances."""
        self._routes = tuple(routes)
        self._by_hash = {route.hook_hash: route for route in self._routes}
        self._secrets = dict(secrets)
        self._by_name, self._by_number = {}, {}
        for route in self._routes:
            self._by_name.setdefault(route.name, []).append(route)
            if route.own_address is not None:
                self._by_number.setdefault(route.own_address.match_key, []).append(route)

    def load(
        self, routes: Iterable[Route], keys: Mapping[InstanceId, tuple[str | None, str | None, str | None] | None]
    ) -> None:
        """``replace`` with plain (hook token, signing key, verify token), None where the keyring is shut."""
        self.replace(
            routes,
            {
                each: InstanceSecrets(shut=True)
                if told is None
                else InstanceSecrets(hook_token=told[0], signing_key=told[1], verify_token=told[2])
                for each, told in keys.items()
            },
        )

    def get(self, instance: InstanceId) -> Route | None:
        """One instance by id."""
        return next((route for route in self._routes if route.instance_id == instance), None)

    def named(self, keys: Iterable[str], near: Route | None = None) -> tuple[Route, ...]:
        """Instances that a body names; ``near`` narrows to that instance's own gateway."""
        meant = {id(route) for key in keys for route in self._called(key)}
        return tuple(
            route
            for route in self._routes
            if id(route) in meant and (near is None or route.gateway_id == near.gateway_id)
        )

    def _called(self, key: str) -> list[Route]:
        """Those whose name on the gateway, or own number, this is."""
        number = _match_key(key)
        return self._by_name.get(key, []) + (self._by_number.get(number, []) if number is not None else [])

    def by_token(self, token: str) -> Route | None:
        """The instance of a path secret or bearer token (digest first, so that time tells nothing)."""
        if not token or len(token) > MAX_TOKEN:
            return None
        digest = hook_hash(token)
        route = self._by_hash.get(digest)
        return route if route is not None and hmac.compare_digest(route.hook_hash, digest) else None

    def challenge(self, token: str | None, query: Mapping[str, str]) -> str | None:
        """What to answer a gateway that asks, at subscribing, whether the address is ours; None means 403."""
        route = self.by_token(token) if token is not None else None
        if route is None:
            return None
        descriptor = self._descriptors.get(route.provider)
        verify_token = self._secret(route).verify_token
        if descriptor is None or descriptor.challenge is None or not verify_token:
            return None
        return descriptor.challenge(query, verify_token)

    def by_path(self, token: str, headers: Mapping[str, str], raw: bytes) -> Decision:
        """A request to ``/hooks/{token}``: the secret path, and the provider's signature where one is set.

        A provider that cannot prove every body (``path_suffices``) may leave its proof out, not give a wrong one.
        """
        route = self.by_token(token)
        if route is None:
            return Decision(verdict=Verdict.REFUSE, reason="unknown token")
        secrets = self._secret(route)
        if secrets.shut and self._signs(route):
            # refused ones are posted again, or fetched once the key is known
            return Decision(verdict=Verdict.REFUSE, route=route, reason=KEYRING_SHUT)
        key = secrets.signing_key
        if key is not None and not self._proved_or_bare(route, headers, raw, key):
            return Decision(verdict=Verdict.REFUSE, route=route, reason=BAD_SIGNATURE)
        return Decision(verdict=Verdict.ACCEPT, route=route, authenticated=True)

    def by_headers(self, headers: Mapping[str, str], raw: bytes, names: Callable[[], tuple[str, ...]]) -> Decision:
        """A request to a general path: whose secret it proves. What the body names is checked when it is read.

        ``names`` gives the instance names in the body, asked for only where one secret serves several.
        """
        authorization = headers.get("authorization")
        if authorization is not None:
            scheme, _, token = authorization.partition(" ")
            route = self.by_token(token.strip()) if scheme.lower() == "bearer" else None
            if route is not None:
                return Decision(verdict=Verdict.ACCEPT, route=route, authenticated=True, check_names=True)
        signed_by = [route for route in self._routes if self._proves(route, headers, raw)]
        if len(signed_by) > 1:
            named = self.named(names())
            signed_by = [route for route in signed_by if route in named]
            if len(signed_by) != 1:
                return Decision(verdict=Verdict.PARK, reason="several instances match", authenticated=True)
        if signed_by:
            return Decision(verdict=Verdict.ACCEPT, route=signed_by[0], authenticated=True, check_names=True)
        if authorization is not None or self._carries_signature(headers):
            return Decision(verdict=Verdict.REFUSE, reason="bad credentials")
        return Decision(verdict=Verdict.PARK, reason="no credentials")

    def owners(self, route: Route, names: tuple[str, ...], *, check: bool) -> tuple[Route, ...]:
        """Whose the events of a body are that ``route`` proved.

        A gateway's one hook may post for several of its instances, even in one batch: those named, on
        that same gateway. With ``check`` (general paths) a body that names only strangers is nobody's.
        """
        named = self.named(names, near=route) if names else ()
        if named or not check or not names:
            return named or (route,)
        # the body may name our number, and we may not have been told yet which it is
        return (route,) if route.own_address is None and all(_is_phone(name) for name in names) else ()

    def _secret(self, route: Route) -> InstanceSecrets:
        return self._secrets.get(route.instance_id, InstanceSecrets())

    def _proves(self, route: Route, headers: Mapping[str, str], raw: bytes) -> bool:
        secrets = self._secret(route)
        signature = headers.get("x-signature")
        if signature is not None:
            return any(
                key is not None and x_signature(signature, raw, key)
                for key in (secrets.signing_key, secrets.hook_token)
            )
        return secrets.signing_key is not None and self._signed(route, headers, raw, secrets.signing_key)

    def _signs(self, route: Route) -> bool:
        """Whether the secret path alone proves too little for this provider, once it has a key."""
        descriptor = self._descriptors.get(route.provider)
        return descriptor is not None and descriptor.authenticate is not None and not descriptor.path_suffices

    def _proved_or_bare(self, route: Route, headers: Mapping[str, str], raw: bytes, key: str) -> bool:
        descriptor = self._descriptors.get(route.provider)
        if descriptor is None or descriptor.authenticate is None or not descriptor.path_suffices:
            return self._signed(route, headers, raw, key)
        return descriptor.authenticate(headers, raw, key) is not False

    def _signed(self, route: Route, headers: Mapping[str, str], raw: bytes, key: str) -> bool:
        descriptor = self._descriptors.get(route.provider)
        if descriptor is not None and descriptor.authenticate is not None:
            told = descriptor.authenticate(headers, raw, key)
            if told is not None:
                return told
        signature = headers.get("x-signature")
        return signature is not None and x_signature(signature, raw, key)

    def _carries_signature(self, headers: Mapping[str, str]) -> bool:
        return any(name in headers for name in ("x-signature", "x-webhook-hmac", "x-hub-signature-256"))


def _match_key(key: str) -> str | None:
    address = addresses.parse(key)
    return address.match_key if address is not None and address.kind is AddressKind.USER else None


def _is_phone(key: str) -> bool:
    return _match_key(key) is not None


def x_signature(signature: str, raw: bytes, key: str) -> bool:
    """HMAC-SHA256 of the raw body as lower-case hex, an optional ``sha256=`` before it; constant time."""
    expected = hmac.digest(key.encode(), raw, "sha256").hex()
    return hmac.compare_digest(expected.encode(), signature.strip().removeprefix("sha256=").encode("utf-8", "replace"))
