"""The one table of what the local API offers; the server and its OpenAPI document are both made from it."""

from collections.abc import Awaitable, Callable
from typing import Any

import msgspec

from services.httpapi import handlers, schemas

PREFIX = "/api/v1"


class Operation(msgspec.Struct, frozen=True, kw_only=True):
    """One method on one path.

    The handler is called with the services, the path's ids in order, then the query and the body as the
    types here, where there are any. ``answer`` None is an empty answer, ``bytes`` a stored body as it came.
    ``problems`` are the statuses beyond those that every operation may answer.
    """

    method: str
    path: str
    name: str
    summary: str
    handler: Callable[..., Awaitable[Any]]
    answer: type | None
    status: int = 200
    query: type[schemas.Request] = schemas.NoQuery
    body: type[schemas.Request] | None = None
    problems: tuple[int, ...] = ()


OPERATIONS: tuple[Operation, ...] = (
    Operation(
        method="GET",
        path="/health",
        name="getHealth",
        summary="How the program is",
        handler=handlers.health,
        answer=schemas.Health,
    ),
    Operation(
        method="POST",
        path="/diagnosis",
        name="diagnose",
        summary="Look for what is wrong with a number, or with the program itself; takes seconds",
        handler=handlers.diagnose,
        answer=schemas.Diagnosis,
        query=schemas.DiagnosisQuery,
        problems=(404,),
    ),
    Operation(
        method="GET",
        path="/providers",
        name="listProviders",
        summary="Every kind of gateway",
        handler=handlers.providers,
        answer=schemas.Providers,
    ),
    Operation(
        method="GET",
        path="/instances",
        name="listInstances",
        summary="Every number",
        handler=handlers.instances,
        answer=schemas.Instances,
    ),
    Operation(
        method="POST",
        path="/instances",
        name="createInstance",
        summary="Connect a number",
        handler=handlers.create_instance,
        answer=schemas.InstanceWithHook,
        status=201,
        body=schemas.NewInstance,
        problems=(409, 502),
    ),
    Operation(
        method="GET",
        path="/instances/{instance}",
        name="getInstance",
        summary="One number, with its hook",
        handler=handlers.instance,
        answer=schemas.InstanceWithHook,
    ),
    Operation(
        method="DELETE",
        path="/instances/{instance}",
        name="removeInstance",
        summary="Forget a number here; its session on the gateway stays",
        handler=handlers.remove_instance,
        answer=None,
        status=204,
        query=schemas.RemoveQuery,
    ),
    Operation(
        method="POST",
        path="/instances/{instance}/connect",
        name="connectInstance",
        summary="Ask the gateway for a QR now",
        handler=handlers.connect_instance,
        answer=schemas.Instance,
        status=202,
        problems=(409, 502),
    ),
    Operation(
        method="POST",
        path="/instances/{instance}/catch-up",
        name="catchUpInstance",
        summary="Look for messages that did not reach us, in the gateway's history",
        handler=handlers.catch_up_instance,
        answer=schemas.Instance,
        status=202,
        problems=(409, 502),
    ),
    Operation(
        method="GET",
        path="/instances/{instance}/qr",
        name="getQr",
        summary="The present QR",
        handler=handlers.qr,
        answer=schemas.Qr,
    ),
    Operation(
        method="GET",
        path="/chats",
        name="listChats",
        summary="Conversations, latest first",
        handler=handlers.chats,
        answer=schemas.Chats,
        query=schemas.ChatsQuery,
    ),
    Operation(
        method="GET",
        path="/chats/{chat}/messages",
        name="listMessages",
        summary="Messages of a conversation, newest first",
        handler=handlers.messages,
        answer=schemas.Messages,
        query=schemas.MessagesQuery,
    ),
    Operation(
        method="POST",
        path="/chats/{chat}/messages",
        name="sendMessage",
        summary="Store an answer and send it",
        handler=handlers.send_message,
        answer=schemas.Message,
        status=201,
        body=schemas.NewMessage,
        problems=(409,),
    ),
    Operation(
        method="POST",
        path="/messages/{message}/retry",
        name="retryMessage",
        summary="Send a failed or uncertain answer again",
        handler=handlers.retry_message,
        answer=schemas.Message,
        problems=(409,),
    ),
    Operation(
        method="POST",
        path="/messages/{message}/media",
        name="fetchMedia",
        summary="Fetch a message's file again after it failed",
        handler=handlers.fetch_media,
        answer=schemas.Message,
        problems=(409,),
    ),
    Operation(
        method="POST",
        path="/messages/{message}/settle",
        name="settleMessage",
        summary="Say that an uncertain answer was sent",
        handler=handlers.settle_message,
        answer=schemas.Message,
        problems=(409,),
    ),
    Operation(
        method="GET",
        path="/deliveries",
        name="listDeliveries",
        summary="The journal of webhook requests, newest first",
        handler=handlers.deliveries,
        answer=schemas.Deliveries,
        query=schemas.DeliveriesQuery,
    ),
    Operation(
        method="GET",
        path="/deliveries/{delivery}/body",
        name="getDeliveryBody",
        summary="The stored body, credentials removed",
        handler=handlers.delivery_body,
        answer=bytes,
    ),
    Operation(
        method="POST",
        path="/deliveries/{delivery}/replay",
        name="replayDelivery",
        summary="Parse and apply it again",
        handler=handlers.replay_delivery,
        answer=schemas.Delivery,
        problems=(409,),
    ),
    Operation(
        method="POST",
        path="/deliveries/{delivery}/assign",
        name="assignDelivery",
        summary="Say which number a parked delivery belongs to, and replay it",
        handler=handlers.assign_delivery,
        answer=schemas.Delivery,
        body=schemas.Assignment,
        problems=(409,),
    ),
)
