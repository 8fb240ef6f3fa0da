"""A file for support: what is needed to understand a problem, without secrets, messages and full numbers."""

import json
import platform
import sqlite3
import sys
import time
import zipfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from services.core.logs import FILE_NAME
from services.core.redaction import Redactor
from services.domain.models import DeliveryView, DiagnosisStep, InstanceView
from services.settings import private_files

LOG_BYTES = 400_000
DELIVERIES = 200


class Material(msgspec.Struct, frozen=True, kw_only=True):
    """What goes in. ``secrets`` are all values in use, to be taken out wherever they stand."""

    version: str
    settings: Mapping[str, Any]
    instances: tuple[InstanceView, ...]
    deliveries: tuple[DeliveryView, ...]
    steps: tuple[DiagnosisStep, ...]
    health: Any
    jobs: Any
    tunnel: Any
    logs: Path
    secrets: tuple[str, ...]


def write(path: Path, material: Material) -> Path:
    """Make the zip, for this user only; blocks. Raises OSError."""
    hide = _hider(material.secrets)
    path.parent.mkdir(parents=True, exist_ok=True)
    private_files.write(path, b"")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, document in _documents(material).items():
            text = json.dumps(msgspec.to_builtins(document), ensure_ascii=False, indent=1)
            file.writestr(name, hide(text))
        file.writestr("log.jsonl", hide(_tail(material.logs / FILE_NAME)))
    return path


def _documents(material: Material) -> dict[str, Any]:
    return {
        "versions.json": {
            "balcao": material.version,
            "python": sys.version,
            "platform": platform.platform(),
            "sqlite": sqlite3.sqlite_version,
            "written_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        },
        "settings.json": dict(material.settings),
        "instances.json": [_instance(view) for view in material.instances],
        "deliveries.json": list(material.deliveries),
        "diagnosis.json": list(material.steps),
        "program.json": {"health": material.health, "jobs": material.jobs, "tunnel": material.tunnel},
    }


def _instance(view: InstanceView) -> InstanceView:
    """Without its path secret, its people's names and its number."""
    return msgspec.structs.replace(view, hook_token="", own_name=None, own_address=None, label="")


def _hider(secrets: Iterable[str]) -> Callable[[str], str]:
    redact = Redactor()
    for secret in secrets:
        redact.register(secret)
    return redact


def _tail(path: Path) -> str:
    """The log's last lines; the rotated file before it where this one has just begun."""
    raw = b""
    for each in (path.with_name(f"{path.name}.1"), path):
        try:
            raw += each.read_bytes()
        except OSError:
            continue
    raw = raw[-LOG_BYTES:]
    return raw[raw.find(b"\n") + 1 :].decode("utf-8", "replace") if len(raw) == LOG_BYTES else raw.decode("utf-8", "replace")
