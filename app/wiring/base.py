"""What every part of the services stands on."""

from collections.abc import Callable, Mapping

import msgspec

from services.core.bus import Bus
from services.core.clock import Clock
from services.core.paths import Paths
from services.core.tasks import Supervisor
from services.providers.base import Descriptor
from services.settings.secrets import Secrets
from services.settings.store import Store
from services.storage.database import Database
from services.storage.media_store import MediaStore


class Base(msgspec.Struct, frozen=True, kw_only=True):
    """Built first and closed last. ``boot_id`` names this run; ``fail`` is the crash tests' hand on every commit."""

    paths: Paths
    settings: Store
    secrets: Secrets
    clock: Clock
    bus: Bus
    supervisor: Supervisor
    database: Database
    media: MediaStore
    descriptors: Mapping[str, Descriptor]
    boot_id: str
    fail: Callable[[str, str], None]
