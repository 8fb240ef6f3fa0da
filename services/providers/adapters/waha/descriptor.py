"""WAHA as the rest of the program knows it."""

from services.domain.sending import LIMITS
from services.providers.adapters.waha.capabilities import ALL
from services.providers.adapters.waha.client import WahaClient
from services.providers.adapters.waha.parser import match, parse
from services.providers.adapters.waha.signature import authenticate
from services.providers.adapters.waha.socket import frames
from services.providers.adapters.waha.webhook_config import EVENTS
from services.providers.base import CredentialField, CredentialScope, Descriptor

DESCRIPTOR = Descriptor(
    kind="waha",
    display_name="WAHA",
    capabilities=ALL,
    credentials=(
        # servers may run without a key; a key of one session is as good as the server's
        CredentialField(name="api_key", required=False),
        CredentialField(name="webhook_secret", required=False, scope=CredentialScope.INSTANCE),
    ),
    match=match,
    parse=parse,
    client=WahaClient,
    frames=frames,
    authenticate=authenticate,
    webhook_events=EVENTS,
    dashboard_path="/dashboard",
    redact_keys=frozenset({"mediaKey"}),
    default_base_url="http://localhost:3000",
    max_text=65_536,
    # 50 MB of JSON hold about 36 MB of a file (waha dossier §7)
    max_bytes={kind: min(most, 36_000_000) for kind, most in LIMITS.items()},
)
