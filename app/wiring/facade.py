"""The façade that the window and the local API are given, put together from the running parts."""

from functools import partial

import msgspec

from app.wiring.base import Base
from app.wiring.outbound import OutboundSide
from app.wiring.reach import Reach
from app.wiring.running import Facade
from services.api import parts
from services.api.agents import Agents
from services.api.cards import Cards
from services.api.contact_files import ContactFiles
from services.api.contacts import Contacts
from services.api.demo import Demo
from services.api.diagnosis import Diagnosis
from services.api.exports import Exports
from services.api.groups import Groups
from services.api.instances import Instances
from services.api.labels import Labels
from services.api.notes import Notes
from services.api.people import People
from services.api.replies import Replies
from services.api.schedule import Schedule
from services.api.search import Search
from services.api.shown import Shown
from services.api.tunnel import Tunnel
from services.api.views import Views
from services.api.workflow import Workflow
from services.instances.control import Control
from services.instances.manager import Manager
from services.instances.media import MediaJob
from services.instances.passkey import Passkeys
from services.providers.downloads import open_public_url
from services.settings.preferences import Preferences
from services.storage.media_store import MediaStore


class Facades(msgspec.Struct, frozen=True, kw_only=True):
    """Two that differ in whose answers are: a person's at the counter, and nobody's, for programs."""

    for_people: Facade
    for_programs: Facade


def facades_for(
    base: Base,
    *,
    manager: Manager,
    control: Control,
    instances: Instances,
    demo: Demo,
    reach: Reach,
    outbound: OutboundSide,
    files: MediaJob,
    deliveries: parts.Deliveries,
    diagnostics: parts.Diagnostics,
    diagnosis: Diagnosis,
) -> Facades:
    """Every area over the same database, bus and clock."""
    database, clock, media, sending = base.database, base.clock, base.media, outbound.sending
    make_messages = partial(
        parts.Messages,
        database,
        clock,
        manager.wake,
        manager.can_send,
        media.path,
        files.cancel,
        outbound.receipts.answered,
    )
    for_people = Facade(
        chats=parts.Chats(database, clock, outbound.receipts.opened),
        messages=make_messages(),
        search=Search(database),
        instances=instances,
        passkeys=Passkeys(instance=manager.get, client_of=manager.client_of, able=control.capabilities),
        deliveries=deliveries,
        demo=demo,
        diagnostics=diagnostics,
        tunnel=Tunnel(reach.runner, reach.meter, base.secrets, base.settings.get),
        diagnosis=diagnosis,
        preferences=Preferences(base.settings, base.bus.publish),
        sending=sending,
        replies=Replies(database, MediaStore(base.paths.replies), clock),
        schedule=Schedule(database, outbound.scheduler, clock),
        shown=Shown(database),
        cards=Cards(database, clock),
        contacts=Contacts(
            database, clock, instance=manager.get, client_of=manager.client_of, capabilities=instances.capabilities
        ),
        workflow=Workflow(database, clock, outbound.snoozes.wake, outbound.labels.wake),
        labels=Labels(database),
        agents=Agents(database, clock),
        notes=Notes(database, clock),
        people=People(
            database,
            media,
            clock,
            abilities=sending.abilities,
            client_of=manager.client_of,
            open_url=open_public_url,
        ),
        groups=Groups(
            database, clock, abilities=sending.abilities, instance=manager.get, client_of=manager.client_of
        ),
        views=Views(database),
        exports=Exports(database, clock, media.path),
        contact_files=ContactFiles(database, clock),
    )
    # what a program sends is not the agent's who happens to be at the counter
    for_programs = msgspec.structs.replace(for_people, messages=make_messages(agent=None))
    return Facades(for_people=for_people, for_programs=for_programs)
