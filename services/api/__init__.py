"""The façade: all that the window and the local API may ask of the services.

Every method is a coroutine of the services' loop, takes and returns frozen data, and raises
``services.domain.errors.AppError`` for what a person can be told. Facts come back over the bus as
``services.domain.changes`` objects after they are committed.
"""

from typing import Protocol

from services.api.conversing import Chats, Messages, Search
from services.api.desk import Agents, Labels, Notes, People, Views, Workflow
from services.api.directory import ContactFiles, Contacts, Exports
from services.api.grouping import Groups
from services.api.linking import Passkeys
from services.api.numbers import Deliveries, Demo, Instances
from services.api.operating import Diagnosis, Diagnostics, Preferences, Tunnel
from services.api.reading import Cards, Shown
from services.api.writing import Replies, Schedule, Sending


class Services(Protocol):
    """Everything, as the composition root hands it out."""

    @property
    def chats(self) -> Chats:
        """Conversations."""
        ...

    @property
    def messages(self) -> Messages:
        """What is in them, and sending text."""
        ...

    @property
    def search(self) -> Search:
        """Finding in all of them."""
        ...

    @property
    def instances(self) -> Instances:
        """The numbers and their gateways."""
        ...

    @property
    def passkeys(self) -> Passkeys:
        """Linking a phone that asks for a passkey."""
        ...

    @property
    def deliveries(self) -> Deliveries:
        """The journal of what gateways posted."""
        ...

    @property
    def demo(self) -> Demo:
        """The demonstration."""
        ...

    @property
    def diagnostics(self) -> Diagnostics:
        """How the program itself is."""
        ...

    @property
    def tunnel(self) -> Tunnel:
        """The public address."""
        ...

    @property
    def diagnosis(self) -> Diagnosis:
        """Looking for what is wrong."""
        ...

    @property
    def preferences(self) -> Preferences:
        """The settings."""
        ...

    @property
    def sending(self) -> Sending:
        """Sending more than text."""
        ...

    @property
    def replies(self) -> Replies:
        """The ready answers."""
        ...

    @property
    def schedule(self) -> Schedule:
        """Messages and reminders for later."""
        ...

    @property
    def shown(self) -> Shown:
        """What is shown of a conversation: stars, what is hidden."""
        ...

    @property
    def cards(self) -> Cards:
        """People whom a contact card names."""
        ...

    @property
    def contacts(self) -> Contacts:
        """Everybody one can write to."""
        ...

    @property
    def workflow(self) -> Workflow:
        """What is done to many conversations at once, and its undoing."""
        ...

    @property
    def labels(self) -> Labels:
        """The labels."""
        ...

    @property
    def agents(self) -> Agents:
        """Who answers at this computer."""
        ...

    @property
    def notes(self) -> Notes:
        """Private notes on conversations."""
        ...

    @property
    def people(self) -> People:
        """What the desk knows of a person."""
        ...

    @property
    def groups(self) -> Groups:
        """Members and settings of groups."""
        ...

    @property
    def views(self) -> Views:
        """Saved views of the list."""
        ...

    @property
    def exports(self) -> Exports:
        """Conversations as files."""
        ...

    @property
    def contact_files(self) -> ContactFiles:
        """Contacts as files."""
        ...
