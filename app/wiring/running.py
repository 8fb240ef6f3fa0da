"""What the composition root hands out."""

import msgspec

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
from services.api.sending import Sending
from services.api.shown import Shown
from services.api.tunnel import Tunnel
from services.api.views import Views
from services.api.workflow import Workflow
from services.core.bus import Bus
from services.core.tasks import Supervisor
from services.domain.changes import Notice
from services.instances.passkey import Passkeys
from services.settings.preferences import Preferences


class Facade(msgspec.Struct, frozen=True, kw_only=True):
    """Implements ``services.api.Services``."""

    chats: parts.Chats
    messages: parts.Messages
    search: Search
    instances: Instances
    passkeys: Passkeys
    deliveries: parts.Deliveries
    demo: Demo
    diagnostics: parts.Diagnostics
    tunnel: Tunnel
    diagnosis: Diagnosis
    preferences: Preferences
    sending: Sending
    replies: Replies
    schedule: Schedule
    shown: Shown
    cards: Cards
    contacts: Contacts
    workflow: Workflow
    labels: Labels
    agents: Agents
    notes: Notes
    people: People
    groups: Groups
    views: Views
    exports: Exports
    contact_files: ContactFiles


class Running(msgspec.Struct, frozen=True, kw_only=True):
    """The services while they run; ``notices`` are those of the start, before anybody could hear the bus."""

    services: Facade
    bus: Bus
    hooks_url: str
    api_url: str
    supervisor: Supervisor
    notices: tuple[Notice, ...] = ()
