"""What each operation does: ask the façade, show its answer. No HTTP here."""

from collections.abc import Awaitable

from msgspec import UNSET

from services.api import Services
from services.api.numbers import NewInstance, ProviderView
from services.domain.errors import Conflict, Invalid, NotSupported
from services.domain.ids import ChatId, DeliveryId, InstanceId, MessageId
from services.domain.models import MessageView
from services.httpapi import credentials, schemas, views


async def health(services: Services) -> schemas.Health:
    """How the program is."""
    return views.health(await services.diagnostics.health(), await services.diagnostics.children())


async def diagnose(services: Services, query: schemas.DiagnosisQuery) -> schemas.Diagnosis:
    """Look for what is wrong."""
    instance = InstanceId(query.instance) if query.instance is not UNSET else None
    return views.diagnosis(await services.diagnosis.run(instance))


async def providers(services: Services) -> schemas.Providers:
    """Every kind of gateway."""
    found = await services.instances.providers()
    return schemas.Providers(items=tuple(views.provider(each) for each in found), next=None)


async def instances(services: Services) -> schemas.Instances:
    """Every instance, without secrets."""
    found = await services.instances.all()
    return schemas.Instances(items=tuple(views.instance(each) for each in found), next=None)


async def instance(services: Services, instance_id: int) -> schemas.InstanceWithHook:
    """One instance with its hook."""
    view = await services.instances.get(InstanceId(instance_id))
    return views.instance_with_hook(view, services.instances.hook_url(view))


async def create_instance(services: Services, new: schemas.NewInstance) -> schemas.InstanceWithHook:
    """Store it and start its session."""
    known: dict[str, ProviderView] = {each.kind: each for each in await services.instances.providers()}
    provider = known.get(new.provider)
    if provider is None:
        raise Invalid(f"provider: one of {', '.join(known)}")
    secrets = credentials.given(provider, new)
    view = await services.instances.create(
        NewInstance(
            provider=new.provider,
            name=new.name,
            base_url=new.base_url if new.base_url is not UNSET else provider.default_base_url or "",
            secrets=secrets,
            label=new.label,
        )
    )
    return views.instance_with_hook(view, services.instances.hook_url(view))


async def remove_instance(services: Services, instance_id: int, query: schemas.RemoveQuery) -> None:
    """Forget it here."""
    await services.instances.get(InstanceId(instance_id))
    await services.instances.remove(InstanceId(instance_id), keep_history=query.keep_history)


async def connect_instance(services: Services, instance_id: int) -> schemas.Instance:
    """Ask for a QR; it is there to fetch a moment later."""
    await services.instances.connect(InstanceId(instance_id))
    return views.instance(await services.instances.get(InstanceId(instance_id)))


async def catch_up_instance(services: Services, instance_id: int) -> schemas.Instance:
    """Begin; what is found comes into the conversations."""
    try:
        await services.instances.catch_up(InstanceId(instance_id))
    except NotSupported as error:
        raise Conflict("the gateway keeps no history") from error
    return views.instance(await services.instances.get(InstanceId(instance_id)))


async def qr(services: Services, instance_id: int) -> schemas.Qr:
    """What can be scanned now."""
    view = await services.instances.get(InstanceId(instance_id))
    return views.qr(view, await services.instances.qr(view.id))


async def chats(services: Services, query: schemas.ChatsQuery) -> schemas.Chats:
    """A page of conversations."""
    page = await services.chats.page(
        instance_id=InstanceId(query.instance) if query.instance is not UNSET else None,
        cursor=query.cursor if query.cursor is not UNSET else None,
        limit=query.limit,
    )
    return schemas.Chats(items=tuple(views.chat(each) for each in page.items), next=page.next)


async def messages(services: Services, chat_id: int, query: schemas.MessagesQuery) -> schemas.Messages:
    """A page of one conversation."""
    chat = ChatId(chat_id)
    if query.before is UNSET:
        return views.messages(await services.messages.latest(chat, query.limit))
    return views.messages(await services.messages.before(chat, MessageId(query.before), query.limit))


async def send_message(services: Services, chat_id: int, new: schemas.NewMessage) -> schemas.Message:
    """Store and queue an answer."""
    client_id = new.client_id if new.client_id is not UNSET else None
    return views.message(await services.messages.send_text(ChatId(chat_id), new.text, client_id=client_id))


async def retry_message(services: Services, message_id: int) -> schemas.Message:
    """Send it again."""
    return views.message(await _unless_settled(services.messages.retry(MessageId(message_id))))


async def fetch_media(services: Services, message_id: int) -> schemas.Message:
    """Another try."""
    return views.message(await _unless_settled(services.messages.fetch_media(MessageId(message_id))))


async def settle_message(services: Services, message_id: int) -> schemas.Message:
    """It was sent."""
    return views.message(await _unless_settled(services.messages.settle(MessageId(message_id))))


async def _unless_settled(answer: Awaitable[MessageView]) -> MessageView:
    """There is nothing in the request to be invalid: the message is in another state than was thought."""
    try:
        return await answer
    except Invalid as error:
        raise Conflict(error.text) from error


async def deliveries(services: Services, query: schemas.DeliveriesQuery) -> schemas.Deliveries:
    """A page of the journal."""
    page = await services.deliveries.page(
        state=query.state if query.state is not UNSET else None,
        instance_id=InstanceId(query.instance) if query.instance is not UNSET else None,
        cursor=query.cursor if query.cursor is not UNSET else None,
        limit=query.limit,
    )
    return schemas.Deliveries(items=tuple(views.delivery(each) for each in page.items), next=page.next)


async def delivery_body(services: Services, delivery_id: int) -> bytes:
    """What the gateway posted."""
    return await services.deliveries.body(DeliveryId(delivery_id))


async def replay_delivery(services: Services, delivery_id: int) -> schemas.Delivery:
    """Apply it again."""
    return views.delivery(await services.deliveries.replay(DeliveryId(delivery_id)))


async def assign_delivery(services: Services, delivery_id: int, chosen: schemas.Assignment) -> schemas.Delivery:
    """It belongs to this instance."""
    view = await services.deliveries.assign(DeliveryId(delivery_id), InstanceId(chosen.instance_id))
    return views.delivery(view)
