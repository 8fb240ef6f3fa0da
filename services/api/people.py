"""The façade's people: what the desk keeps of them, and what their gateway can tell or do."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

import msgspec

from services.core.clock import Clock
from services.core.sniff import HEAD, sniff
from services.domain.address import Address
from services.domain.capabilities import Capability
from services.domain.errors import AppError, Invalid, NotFound, NotSupported
from services.domain.events import ContactSeen
from services.domain.ids import ChatId, ContactId, FieldId, InstanceId
from services.domain.labels import clean_name, clean_text
from services.domain.people import (
    MAX_CHOICES,
    MAX_NAME,
    MAX_NOTE,
    Contact,
    ContactDetails,
    FieldDefinition,
    FieldKind,
    checked_value,
)
from services.domain.sending import Abilities
from services.providers.base import Client, Download
from services.storage.database import Database
from services.storage.media_store import MediaStore
from services.storage.queries import people as queries
from services.storage.writes import contacts as writes

_log = logging.getLogger(__name__)
_MAX_PICTURE = 4 * 1024 * 1024
_PICTURES = frozenset({"image/jpeg", "image/png", "image/webp"})


class People:
    """Implements ``services.api.desk.People``. ``open_url`` fetches what is public, without credentials."""

    def __init__(
        self,
        database: Database,
        media: MediaStore,
        clock: Clock,
        *,
        abilities: Callable[[ChatId], Awaitable[Abilities]],
        client_of: Callable[[InstanceId], Client | None],
        open_url: Callable[[str], Awaitable[Download]],
    ) -> None:
        self._database = database
        self._media = media
        self._clock = clock
        self._abilities = abilities
        self._client_of = client_of
        self._open_url = open_url

    async def details(self, contact_id: ContactId) -> ContactDetails:
        """Everything about a person. Raises NotFound."""
        found = await self._database.read(queries.details, contact_id)
        if not found.chats:
            return found
        able = await self._abilities(found.chats[0].id)
        return msgspec.structs.replace(
            found,
            can_block=able.can(Capability.BLOCK) and not found.contact.is_group,
            can_refresh=able.can(Capability.CONTACT_INFO),
        )

    async def rename(self, contact_id: ContactId, name: str) -> Contact:
        """The desk's own name, empty for none. Raises Invalid (name), NotFound."""
        kept = clean_name(name, limit=MAX_NAME) if name.strip() else None
        await self._database.write(writes.rename, contact_id, kept, self._clock.now_ms())
        (contact,) = await self._database.read(queries.contacts, (contact_id,))
        return contact

    async def set_note(self, contact_id: ContactId, text: str) -> None:
        """What the desk should know. Raises Invalid (note), NotFound."""
        kept = clean_text(text, MAX_NOTE, "note") if text.strip() else ""
        await self._database.write(writes.set_note, contact_id, kept)

    async def set_value(self, contact_id: ContactId, field_id: FieldId, value: str) -> None:
        """Fill a custom field, empty clears it. Raises Invalid (value), NotFound."""
        field = await self._field(field_id)
        await self._database.write(writes.set_value, contact_id, field_id, checked_value(field, value))

    async def block(self, contact_id: ContactId, on: bool) -> None:
        """Block or unblock at every gateway that can. Raises NotSupported, NotFound, and what the gateway says."""
        done = False
        for client, address in await self._clients(contact_id, Capability.BLOCK):
            await client.block(address, blocked=on)
            done = True
        if not done:
            raise NotSupported(Capability.BLOCK.value)
        await self._database.write(writes.set_blocked, contact_id, on, self._clock.now_ms())

    async def refresh(self, contact_id: ContactId) -> ContactDetails:
        """Ask the gateway for name, words and picture. Raises NotSupported, NotFound, and what the gateway says."""
        for client, address in await self._clients(contact_id, Capability.CONTACT_INFO):
            peer = await client.contact(address)
            seen = ContactSeen(contact=msgspec.structs.replace(peer, address=address), about=await _about(client, address))
            await self._database.write(writes.learn, seen, self._clock.now_ms())
            if peer.picture_url:
                await self._fetch_picture(contact_id, peer.picture_url)
            return await self.details(contact_id)
        raise NotSupported(Capability.CONTACT_INFO.value)

    async def fields(self) -> tuple[FieldDefinition, ...]:
        """The custom fields in their order."""
        return await self._database.read(queries.fields)

    async def save_field(self, field: FieldDefinition) -> FieldDefinition:
        """A new one (id 0) or a change. Raises Invalid (name, choices, kind), Conflict, NotFound."""
        choices: tuple[str, ...] = ()
        if field.kind is FieldKind.CHOICE:
            choices = tuple(dict.fromkeys(clean_name(each, "choices") for each in field.choices[: MAX_CHOICES + 1]))
            if not 0 < len(choices) <= MAX_CHOICES:
                raise Invalid("choices")
        cleaned = msgspec.structs.replace(field, name=clean_name(field.name), choices=choices)
        return await self._field(await self._database.write(writes.save_field, cleaned))

    async def remove_field(self, field_id: FieldId) -> None:
        """Hide it. Raises NotFound."""
        await self._database.write(writes.set_field_removed, field_id, True)

    async def restore_field(self, field_id: FieldId) -> FieldDefinition:
        """Bring it back with its values. Raises NotFound, Conflict."""
        await self._database.write(writes.set_field_removed, field_id, False)
        return await self._field(field_id)

    async def _field(self, field_id: FieldId) -> FieldDefinition:
        for field in await self._database.read(queries.fields):
            if field.id == field_id:
                return field
        raise NotFound(f"field {field_id}")

    async def _clients(self, contact_id: ContactId, capability: Capability) -> list[tuple[Client, Address]]:
        """The clients through which a person can be reached and that can do it, the latest first. Raises NotFound."""
        found: list[tuple[Client, Address]] = []
        asked: set[InstanceId] = set()
        for chat, instance, address in await self._database.read(queries.reach, contact_id):
            client = self._client_of(instance)
            if client is None or instance in asked:
                continue
            asked.add(instance)
            if (await self._abilities(chat)).can(capability):
                found.append((client, address))
        return found

    async def _fetch_picture(self, contact_id: ContactId, url: str) -> None:
        """A picture that cannot be fetched, or is none, is no reason to fail."""
        try:
            download = await self._open_url(url)
            path, _ = await self._media.receive(download.chunks(), _MAX_PICTURE)
        except (AppError, OSError) as error:
            _log.info("a contact's picture was not fetched: %s", type(error).__name__)
            return
        if await asyncio.to_thread(self._is_picture, path):
            await self._database.write(writes.set_picture, contact_id, path)

    def _is_picture(self, path: str) -> bool:
        with self._media.path(path).open("rb") as file:
            return sniff(file.read(HEAD)) in _PICTURES


async def _about(client: Client, address: Address) -> str | None:
    try:
        return await client.about(address)
    except AppError:
        return None
