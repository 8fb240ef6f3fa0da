"""The services' frozen rows as the local API shows them: plain functions, nothing else."""

import datetime

from services.api.numbers import ProviderView
from services.domain import models
from services.domain.changes import QrShown
from services.domain.status import Status
from services.httpapi import schemas

_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
_LAST_MS = 253_402_300_799_999  # the end of the year 9999, the last that ISO 8601 writes in four digits


def time(ms: int) -> datetime.datetime:
    """A moment in milliseconds since 1970 UTC; what no calendar holds becomes its nearest end."""
    return _EPOCH + datetime.timedelta(milliseconds=min(max(ms, 0), _LAST_MS))


def _maybe(ms: int | None) -> datetime.datetime | None:
    return time(ms) if ms else None


def status(value: Status | None) -> schemas.MessageStatus | None:
    """The status in words."""
    return None if value is None else schemas.MessageStatus[value.name]


def health(health: models.Health, children: tuple[models.ChildHealth, ...]) -> schemas.Health:
    """The program's own state."""
    jobs = tuple(
        schemas.Job(name=c.name, running=c.running, failures=c.failures, last_error=c.last_error) for c in children
    )
    return schemas.Health(
        ok=not health.problems and all(job.running for job in jobs),
        version=health.version,
        hooks_url=health.hooks_url,
        api_url=health.api_url,
        deliveries=schemas.DeliveryCounts(
            new=health.deliveries_new, bad=health.deliveries_bad, parked=health.deliveries_parked
        ),
        problems=health.problems,
        jobs=jobs,
    )


def diagnosis(steps: tuple[models.DiagnosisStep, ...]) -> schemas.Diagnosis:
    """The steps of a diagnosis."""
    return schemas.Diagnosis(
        items=tuple(
            schemas.DiagnosisStep(
                step=each.step, status=each.status, duration_ms=each.duration_ms, cause=each.cause, text=each.text
            )
            for each in steps
        )
    )


def provider(view: ProviderView) -> schemas.Provider:
    """A kind of gateway."""
    return schemas.Provider(
        kind=view.kind,
        display_name=view.display_name,
        capabilities=view.capabilities,
        credentials=tuple(
            schemas.Credential(name=name, secret=secret, required=required)
            for name, secret, required in view.credentials
        ),
        default_base_url=view.default_base_url,
    )


def instance(view: models.InstanceView) -> schemas.Instance:
    """An instance as lists show it: no secret in it."""
    return schemas.Instance(
        id=view.id,
        provider=view.provider,
        name=view.name,
        label=view.label,
        base_url=view.base_url,
        state=view.state,
        state_reason=view.state_reason,
        state_since=_maybe(view.state_since_ms),
        next_retry_at=_maybe(view.next_retry_at_ms),
        own_phone=view.own_address.phone if view.own_address else None,
        own_name=view.own_name,
        last_event_at=_maybe(view.last_event_at_ms),
        demo=view.demo,
        paused=view.paused,
        channel=view.channel,
    )


def instance_with_hook(view: models.InstanceView, hook_url: str | None) -> schemas.InstanceWithHook:
    """One instance with its hook's address and token."""
    shown = instance(view)
    fields = {name: getattr(shown, name) for name in shown.__struct_fields__}
    return schemas.InstanceWithHook(**fields, hook_url=hook_url, hook_token=view.hook_token)


def qr(view: models.InstanceView, shown: QrShown | None) -> schemas.Qr:
    """What can be scanned now."""
    return schemas.Qr(
        state=view.state,
        text=shown.text if shown else None,
        image_base64=shown.image_base64 if shown else None,
        pairing_code=shown.pairing_code if shown else None,
        expires_at=_maybe(shown.expires_at_ms) if shown else None,
        attempt=shown.attempt if shown else None,
    )


def chat(view: models.ChatView) -> schemas.Chat:
    """A conversation."""
    last = schemas.Preview(
        text=view.preview,
        kind=view.preview_kind,
        direction=view.preview_direction,
        status=status(view.preview_status),
        author=view.preview_author,
        deleted=view.preview_deleted,
    )
    return schemas.Chat(
        id=view.id,
        instance_id=view.instance_id,
        title=view.title,
        address=str(view.address),
        phone=view.phone,
        is_group=view.is_group,
        last_message=last if view.last_at_ms is not None else None,
        last_at=_maybe(view.last_at_ms),
        unread=view.unread,
        draft=view.draft,
        archived=view.archived,
        pinned=view.pinned,
        muted=view.muted,
    )


def message(view: models.MessageView) -> schemas.Message:
    """One message."""
    return schemas.Message(
        id=view.id,
        provider_message_id=view.provider_message_id,
        client_id=view.client_id,
        chat_id=view.chat_id,
        direction=view.direction,
        kind=view.kind,
        text=view.text,
        author=schemas.Author(name=view.author.name, phone=view.author.phone),
        sent_at=time(view.sent_at_ms),
        status=status(view.status),
        error_code=view.error_code,
        error_text=view.error_text,
        origin=view.origin,
        reactions=tuple(schemas.Reaction(emoji=r.emoji, from_me=r.from_me, actor=r.actor) for r in view.reactions),
        edited=view.edited,
        deleted=view.deleted,
        quoted=_quoted(view.quoted) if view.quoted else None,
        media=_media(view.media) if view.media else None,
        content=view.content,
    )


def _quoted(view: models.QuotedView) -> schemas.QuotedMessage:
    return schemas.QuotedMessage(
        provider_message_id=view.stanza_id,
        message_id=view.message_id,
        author=view.author,
        from_me=view.from_me,
        kind=view.kind,
        text=view.text,
    )


def _media(view: models.MediaView) -> schemas.Media:
    return schemas.Media(
        mime=view.mime,
        size=view.size,
        file_name=view.file_name,
        duration_s=view.duration_s,
        width=view.width,
        height=view.height,
        pages=view.pages,
        animated=view.animated,
        state=view.state,
        error=view.error,
    )


def messages(page: models.MessagePage) -> schemas.Messages:
    """A page turned round, newest first."""
    items = tuple(message(view) for view in reversed(page.items))
    return schemas.Messages(items=items, next=str(items[-1].id) if items and page.has_older else None)


def delivery(view: models.DeliveryView) -> schemas.Delivery:
    """One webhook request."""
    return schemas.Delivery(
        id=view.id,
        instance_id=view.instance_id,
        provider=view.provider,
        event=view.event,
        state=view.state,
        received_at=time(view.received_at_ms),
        size=view.size,
        path=view.path,
        error=view.error,
        duplicates=view.duplicates,
        attempts=view.attempts,
        conflicts=view.conflicts,
    )
