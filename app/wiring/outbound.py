"""From the answer to the gateway: senders, and the jobs that answer, tell or bring back by the clock."""

from functools import partial

import msgspec

from app.wiring.base import Base
from services.api.sending import Sending
from services.domain.changes import Notice
from services.domain.ids import ChatId, InstanceId
from services.instances.manager import Manager
from services.instances.session import Session
from services.instances.starting import SenderFactory
from services.outbound.labels import LabelTeller
from services.outbound.receipts import Receipts
from services.outbound.schedule import Scheduler
from services.outbound.sender import Sender
from services.outbound.snooze import Snoozes
from services.providers.base import Client, Descriptor
from services.settings.schema import ReadReceipts


class OutboundSide(msgspec.Struct, frozen=True, kw_only=True):
    """What leaves, not yet running."""

    sending: Sending
    receipts: Receipts
    scheduler: Scheduler
    snoozes: Snoozes
    labels: LabelTeller


def sender_factory(base: Base) -> SenderFactory:
    """How the sender of an instance is made."""

    def make(instance: InstanceId, session: Session, client: Client, descriptor: Descriptor) -> Sender:
        return Sender(
            instance,
            database=base.database,
            ready=session.ready,
            send=client.send,
            clock=base.clock,
            boot_id=base.boot_id,
            interval_s=descriptor.send_interval_s,
            file=base.media.path,
            refused=lambda refused: base.bus.publish(
                Notice(level="error", code=refused.code.value, instance_id=instance, replaces="act_refused")
            ),
            told=base.bus.publish,
            fail_point=base.fail,
        )

    return make


def outbound_for(base: Base, manager: Manager) -> OutboundSide:
    """What a person sends is an answer and says that the chat was read; what the clock sends is not."""
    database, clock = base.database, base.clock
    make_sending = partial(
        Sending,
        database,
        base.media,
        clock,
        queued=manager.wake,
        withdraw=manager.withdraw,
        instance=manager.get,
        client_of=manager.client_of,
        descriptor=manager.means.descriptor,
    )
    by_clock = make_sending()
    receipts = Receipts(
        database,
        clock,
        policy=lambda: ReadReceipts(base.settings.get("chat.read_receipts")),
        abilities=by_clock.abilities,
        client_of=manager.client_of,
    )

    async def send_later(chat: ChatId, text: str, client_id: str) -> None:
        await by_clock.send_text(chat, text, client_id=client_id)

    return OutboundSide(
        sending=make_sending(answered=receipts.answered),
        receipts=receipts,
        scheduler=Scheduler(database, send_later, clock),
        snoozes=Snoozes(database, base.bus.publish, clock),
        labels=LabelTeller(database, manager.client_of),
    )
