"""The settings in use: command line over environment over file over default."""

import json
import logging
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from services.domain.errors import Invalid
from services.settings import private_files
from services.settings.schema import FIELDS, VERSION, Settings
from services.settings.upgrades import upgrade

_log = logging.getLogger(__name__)


class Store:
    """Reads the file once, then keeps it in step. Used from any thread.

    ``problems`` are sentences for the log and codes for the person about what could not be used:
    ``settings_unreadable`` (the file was put aside), ``settings_newer``, ``setting_invalid:KEY``.
    """

    def __init__(
        self,
        path: Path,
        *,
        command_line: Mapping[str, object] | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._problems: list[str] = []
        self._unknown: dict[str, Any] = {}
        self._version = VERSION
        self._stored: dict[str, Any] = self._load()
        self._fixed = {
            **self._from_environment(environment or {}),
            **self._valid(command_line or {}, from_text=True),
        }

    @property
    def problems(self) -> tuple[str, ...]:
        """Codes of what went wrong while loading, for a notice."""
        return tuple(self._problems)

    @property
    def all(self) -> Settings:
        """Every setting at this moment."""
        pages: dict[str, dict[str, Any]] = {}
        for key in FIELDS:
            page, name = key.split(".")
            pages.setdefault(page, {})[name] = self.get(key)
        kinds = {field.name: field.type for field in msgspec.structs.fields(Settings)}
        return Settings(**{page: kinds[page](**values) for page, values in pages.items()})

    def get(self, key: str) -> Any:
        """The value in use. Raises Invalid for an unknown key."""
        field = FIELDS.get(key)
        if field is None:
            raise Invalid(key)
        return self._fixed.get(key, self._stored.get(key, field.default))

    def fixed(self, key: str) -> bool:
        """Whether the command line or the environment decides, so that a change shows only without them."""
        return key in self._fixed

    def set(self, key: str, value: object) -> bool:
        """Check and store on the disk; returns whether the value in use has changed.

        Raises Invalid for an unknown key or a value out of its limits, OSError when it cannot be written.
        """
        field = FIELDS.get(key)
        if field is None:
            raise Invalid(key)
        try:
            converted = field.convert(value)
        except msgspec.ValidationError as error:
            raise Invalid(f"{key}: {error}") from None
        with self._lock:
            before = self.get(key)
            stored = {k: v for k, v in self._stored.items() if k != key}
            if converted != field.default:
                stored[key] = converted
            self._save(stored)
            self._stored = stored
        return bool(self.get(key) != before)

    def _load(self) -> dict[str, Any]:
        private_files.remove_leftovers(self._path.parent)
        try:
            document = json.loads(self._path.read_bytes())
            version, pages = document["version"], document["values"]
            if not isinstance(version, int) or version < 1:
                raise ValueError("no version")
            pages = dict(upgrade(pages, version))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            self._put_aside(error)
            return {}
        if version > VERSION:
            self._problems.append("settings_newer")
            self._version = version
        flat = {
            f"{page}.{name}": value
            for page, values in pages.items()
            if isinstance(values, dict)
            for name, value in values.items()
        }
        # what a later version wrote is kept, so that going back and forth loses nothing
        self._unknown = {key: value for key, value in flat.items() if key not in FIELDS}
        return self._valid({key: value for key, value in flat.items() if key in FIELDS})

    def _put_aside(self, error: Exception) -> None:
        self._problems.append("settings_unreadable")
        aside = self._path.with_name(f"{self._path.stem}.unreadable-{time.strftime('%Y%m%d-%H%M%S')}.json")
        try:
            self._path.replace(aside)
            _log.warning("the settings could not be read (%s); kept as %s", error, aside.name)
        except OSError:
            _log.warning("the settings could not be read (%s) nor put aside", error)

    def _from_environment(self, environment: Mapping[str, str]) -> dict[str, Any]:
        texts = {key: environment.get(field.environment_name) for key, field in FIELDS.items()}
        return self._valid({key: text for key, text in texts.items() if text}, from_text=True)

    def _valid(self, values: Mapping[str, object], *, from_text: bool = False) -> dict[str, Any]:
        valid = {}
        for key, value in values.items():
            try:
                valid[key] = FIELDS[key].convert(value, from_text=from_text)
            except (msgspec.ValidationError, KeyError) as error:
                self._problems.append(f"setting_invalid:{key}")
                _log.warning("%s is not used: %s", key, error)
        return valid

    def _save(self, stored: Mapping[str, Any]) -> None:
        pages: dict[str, dict[str, Any]] = {}
        for key, value in sorted({**self._unknown, **stored}.items()):
            page, _, name = key.partition(".")
            pages.setdefault(page, {})[name] = value
        document = {"version": self._version, "values": pages}
        private_files.write(self._path, msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n")
