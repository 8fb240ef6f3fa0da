"""Identifiers as distinct types, so that a chat id is never passed for a message id."""

from typing import NewType

GatewayId = NewType("GatewayId", int)
InstanceId = NewType("InstanceId", int)
AccountId = NewType("AccountId", int)
ContactId = NewType("ContactId", int)
ChatId = NewType("ChatId", int)
MessageId = NewType("MessageId", int)
DeliveryId = NewType("DeliveryId", int)
LabelId = NewType("LabelId", int)
AgentId = NewType("AgentId", int)
NoteId = NewType("NoteId", int)
FieldId = NewType("FieldId", int)
ViewId = NewType("ViewId", int)
