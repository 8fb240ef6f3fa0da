"""Reads WhatsApp's own message object as Baileys and whatsmeow gateways pass it on.

Shared by every gateway that hands ``message`` through (names as in WhatsApp's protobuf; the capitals of
whatsmeow's JSON, ``stanzaID`` or ``fileSHA256``, are read as well). Sources: evolution dossier §3.1-3.5,
others dossier §9.5.
"""

from typing import Any

import msgspec

from services.domain.address import parse as parse_address
from services.domain.content import Content, Media, MessageKind, Quoted, Referral, SystemNotice
from services.domain.errors import ParseError
from services.providers import baileys_kinds, reading
from services.providers.baileys_key import Key, peer_of, read_key, status_of
from services.providers.baileys_part import Part, folded

__all__ = [
    "Body", "Edit", "Key", "Nothing", "Reaction", "Reading", "Revoke", "Vote",
    "peer_of", "read", "read_key", "read_protocol", "read_stub", "status_of", "unwrapped",
]  # fmt: skip

WRAPPERS = (
    "ephemeralMessage",
    "viewOnceMessage",
    "viewOnceMessageV2",
    "viewOnceMessageV2Extension",
    "documentWithCaptionMessage",
    "editedMessage",
    "associatedChildMessage",
    "lottieStickerMessage",
    "botInvokeMessage",
    "groupMentionedMessage",
    "deviceSentMessage",
    "groupStatusMessage",
    "groupStatusMessageV2",
    "pollCreationMessageV4",
    "eventCoverImage",
)
_VIEW_ONCE = ("viewOnceMessage", "viewOnceMessageV2", "viewOnceMessageV2Extension")
_UNWRAP_DEPTH = 6
_BESIDE = ("base64", "mediaUrl", "speechToText", "messageContextInfo")
_IGNORED = frozenset(
    {
        "messageContextInfo", "senderKeyDistributionMessage", "fastRatchetKeySenderKeyDistributionMessage",
        "base64", "mediaUrl", "speechToText", "albumMessage", "keepInChatMessage", "stickerSyncRmrMessage",
        "encReactionMessage", "encCommentMessage", "encEventResponseMessage", "secretEncryptedMessage",
        "messageHistoryBundle", "messageHistoryNotice", "deviceSentMessage", "messageSecret",
    }
)  # fmt: skip
_STUBS = {
    1: "revoked", 2: "undecrypted", 20: "group_created", 21: "group_subject", 22: "group_picture",
    23: "group_invite_link", 24: "group_description", 25: "group_settings", 26: "group_settings",
    27: "group_add", 28: "group_remove", 29: "group_promote", 30: "group_demote", 31: "group_add",
    32: "group_leave", 33: "number_changed", 40: "call_missed", 41: "call_missed",
}  # fmt: skip
_STUB_NAMES = {
    "REVOKE": 1, "CIPHERTEXT": 2, "GROUP_CREATE": 20, "GROUP_CHANGE_SUBJECT": 21, "GROUP_CHANGE_ICON": 22,
    "GROUP_CHANGE_INVITE_LINK": 23, "GROUP_CHANGE_DESCRIPTION": 24, "GROUP_CHANGE_RESTRICT": 25,
    "GROUP_CHANGE_ANNOUNCE": 26, "GROUP_PARTICIPANT_ADD": 27, "GROUP_PARTICIPANT_REMOVE": 28,
    "GROUP_PARTICIPANT_PROMOTE": 29, "GROUP_PARTICIPANT_DEMOTE": 30, "GROUP_PARTICIPANT_INVITE": 31,
    "GROUP_PARTICIPANT_LEAVE": 32, "GROUP_PARTICIPANT_CHANGE_NUMBER": 33, "CALL_MISSED_VOICE": 40,
    "CALL_MISSED_VIDEO": 41,
}  # fmt: skip


class Body(msgspec.Struct, frozen=True, kw_only=True):
    """Something to show as a message; ``edited`` where the object says it is a new version."""

    kind: MessageKind
    raw_kind: str
    text: str | None = None
    media: Media | None = None
    quoted: Quoted | None = None
    content: Content | None = None
    edited: bool = False


class Reaction(msgspec.Struct, frozen=True, kw_only=True):
    """``emoji`` None takes it away; ``at`` is WhatsApp's moment as it stands (ms, any spelling)."""

    target_id: str
    emoji: str | None
    at: Any = None


class Edit(msgspec.Struct, frozen=True, kw_only=True):
    """A new text or caption for ``target_id``."""

    target_id: str
    text: str | None
    at: Any = None


class Revoke(msgspec.Struct, frozen=True, kw_only=True):
    """``target_id`` was deleted for everyone."""

    target_id: str


class Vote(msgspec.Struct, frozen=True, kw_only=True):
    """The voter's present choice; ``undecrypted`` where only the cipher text came."""

    target_id: str
    options: tuple[str, ...] = ()
    undecrypted: bool = False


class Nothing(msgspec.Struct, frozen=True, kw_only=True):
    """Keys, settings, album frames: nothing a person could see."""

    raw_kind: str


Reading = Body | Reaction | Edit | Revoke | Vote | Nothing


def read(message: Any, *, context: Any = None) -> Reading:
    """What a ``message`` object is. ``context`` is a ``contextInfo`` told beside it (Evolution v2).

    Raises ParseError only for something that is no object, or a reaction, edit or revoke without target.
    """
    if not isinstance(message, dict):
        raise ParseError("message is no object")
    inner, wrappers = unwrapped(message)
    special = _special(inner)
    if special is not None:
        return special
    name = _kind_of(inner)
    if name is None:
        return _leftover(inner)
    if _is_second_copy(inner):
        return Nothing(raw_kind=name)
    body = folded(inner[name])
    part = baileys_kinds.READERS[name](body, inner[name])
    info = _context(body.get("contextInfo"), context)
    view_once = any(w in _VIEW_ONCE for w in wrappers) or reading.bool_or_none(body.get("viewOnce")) is True
    return Body(
        kind=part.kind,
        raw_kind=name,
        text=part.text,
        media=_media_beside(part.media, inner),
        quoted=_quoted(info),
        content=_content(part, info, view_once=view_once),
        edited="editedMessage" in wrappers,
    )


def read_stub(stub: Any, parameters: Any = None) -> Body | None:
    """A message without content that stands for an event (``messageStubType``), or None if it says nothing.

    Undecryptable messages become UNDECRYPTED, group changes and missed calls become notices.
    """
    code = _STUB_NAMES.get(stub) if isinstance(stub, str) else reading.int_or_none(stub)
    name = _STUBS.get(code or 0)
    if name is None:
        return None
    if name == "undecrypted":
        return Body(kind=MessageKind.UNDECRYPTED, raw_kind="CIPHERTEXT")
    subjects = tuple(t for t in map(reading.text_or_none, reading.list_of(parameters)[:100]) if t)
    notice = SystemNotice(code=name, subjects=subjects)
    return Body(kind=MessageKind.SYSTEM, raw_kind=str(stub), content=Content(system=notice))


def unwrapped(message: dict[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The innermost message and the wrappers round it; what lies beside a wrapper (base64 …) is kept."""
    wrappers: list[str] = []
    for _ in range(_UNWRAP_DEPTH):
        name = next((w for w in WRAPPERS if isinstance(message.get(w), dict)), None)
        inner = message[name].get("message") if name else None
        if name is None or not isinstance(inner, dict):
            break
        wrappers.append(name)
        message = {**{k: message[k] for k in _BESIDE if k in message}, **inner}
    return message, tuple(wrappers)


def _special(message: dict[str, Any]) -> Reading | None:
    if isinstance(message.get("reactionMessage"), dict):
        return _reaction(folded(message["reactionMessage"]))
    if isinstance(message.get("protocolMessage"), dict):
        return read_protocol(message["protocolMessage"])
    if isinstance(message.get("pollUpdateMessage"), dict):
        return _vote(folded(message["pollUpdateMessage"]))
    if isinstance(message.get("pinInChatMessage"), dict):
        return _pin(folded(message["pinInChatMessage"]))
    return None


def read_protocol(protocol: Any) -> Reading:
    """A ``protocolMessage``: an edit, a revoke, the disappearing-messages switch, or Nothing."""
    protocol = folded(protocol)
    # the JSON of protobuf may leave out a zero, and zero is REVOKE
    kind = protocol.get("type", 0 if protocol.keys() <= {"key", "timestampMs"} else None)
    code = {"REVOKE": 0, "EPHEMERAL_SETTING": 3, "MESSAGE_EDIT": 14}.get(str(kind).upper())
    code = reading.int_or_none(kind) if code is None else code
    if code == 3:
        seconds = reading.int_or_none(protocol.get("ephemeralExpiration")) or 0
        notice = SystemNotice(code="ephemeral_changed", value=str(seconds))
        return Body(kind=MessageKind.SYSTEM, raw_kind="EPHEMERAL_SETTING", content=Content(system=notice))
    if code not in (0, 14):
        return Nothing(raw_kind=f"protocolMessage.{str(kind)[:60]}")
    target = _target(protocol)
    if code == 0:
        return Revoke(target_id=target)
    edited = protocol.get("editedMessage")
    new = read(edited) if isinstance(edited, dict) and edited else None
    text = new.text if isinstance(new, (Body, Edit)) else None
    return Edit(target_id=target, text=text, at=protocol.get("timestampMs"))


def _reaction(body: dict[str, Any]) -> Reaction:
    return Reaction(
        target_id=_target(body),
        emoji=reading.text_or_none(body.get("text"), 64),
        at=body.get("senderTimestampMs"),
    )


def _vote(body: dict[str, Any]) -> Vote:
    target = _target(body, "pollCreationMessageKey")
    vote = reading.dict_of(body.get("vote"))
    names = vote.get("selectedOptions")
    options = tuple(t for t in map(reading.text_or_none, reading.list_of(names)[:50]) if t)
    return Vote(target_id=target, options=options, undecrypted=not isinstance(names, list))


def _pin(body: dict[str, Any]) -> Body:
    unpinned = str(body.get("type")) in ("2", "UNPIN_FOR_ALL")
    notice = SystemNotice(code="unpinned" if unpinned else "pinned", value=_target(body))
    return Body(kind=MessageKind.SYSTEM, raw_kind="pinInChatMessage", content=Content(system=notice))


def _target(body: dict[str, Any], name: str = "key") -> str:
    target = reading.id_or_none(folded(body.get(name)).get("id"))
    if target is None:
        raise ParseError("no id of the message it speaks of")
    return target


def _kind_of(message: dict[str, Any]) -> str | None:
    for name in message:
        if name in baileys_kinds.READERS and message[name] not in (None, "", {}, []):
            return name
    return None


def _leftover(message: dict[str, Any]) -> Reading:
    """No kind we read: unsupported (and shown as such) if there is something, Nothing otherwise."""
    names = [name for name in message if name not in _IGNORED and message[name] is not None]
    if not names:
        return Nothing(raw_kind=next(iter(message), "empty")[:80])
    name = names[0][:80]
    if name in baileys_kinds.READERS:
        return Body(kind=MessageKind.UNDECRYPTED, raw_kind=name)
    return Body(kind=MessageKind.UNSUPPORTED, raw_kind=name, content=Content(raw_kind=name))


def _is_second_copy(message: dict[str, Any]) -> bool:
    """Whether it is the HD twin of a photo or video that comes as a message of its own (others §3.3)."""
    info = reading.dict_of(message.get("messageContextInfo"))
    association = reading.dict_of(info.get("messageAssociation"))
    return association.get("associationType") in ("HD_VIDEO_DUAL_UPLOAD", "HD_IMAGE_DUAL_UPLOAD")


def _context(*candidates: Any) -> dict[str, Any]:
    """The first contextInfo that says something; Evolution 2.4 puts another object in its place (§3.3)."""
    for candidate in candidates:
        info = folded(candidate)
        if any(
            info.get(name)
            for name in ("stanzaId", "quotedMessage", "mentionedJid", "externalAdReply", "isForwarded",
                         "forwardingScore", "expiration", "ctwaClid")
        ):  # fmt: skip
            return info
    return {}


def _quoted(info: dict[str, Any]) -> Quoted | None:
    stanza_id = reading.id_or_none(info.get("stanzaId"))
    if stanza_id is None:
        return None
    kind, text = None, None
    message = info.get("quotedMessage")
    if isinstance(message, dict) and message:
        inner, _ = unwrapped(message)
        name = _kind_of(inner)
        if name is not None:
            part = baileys_kinds.READERS[name](folded(inner[name]), inner[name])
            kind, text = part.kind, part.text
    return Quoted(stanza_id=stanza_id, author=parse_address(info.get("participant")), kind=kind, text=text)


def _content(part: Part, info: dict[str, Any], *, view_once: bool) -> Content | None:
    jids = (parse_address(jid) for jid in reading.list_of(info.get("mentionedJid"))[:1000])
    score = reading.int_or_none(info.get("forwardingScore")) or 0
    forwarded = max(score, 1) if reading.bool_or_none(info.get("isForwarded")) else 0
    content = msgspec.structs.replace(
        part.content,
        mentions=tuple(str(a) for a in jids if a is not None),
        forwarded=forwarded,
        ephemeral_s=reading.int_or_none(info.get("expiration")) or None,
        referral=_referral(info),
        view_once=view_once,
    )
    return content if content != Content() else None


def _referral(info: dict[str, Any]) -> Referral | None:
    advert = folded(info.get("externalAdReply"))
    if not advert or not (advert.get("sourceUrl") or advert.get("sourceId") or advert.get("ctwaClid")):
        return None
    get = reading.text_or_none
    return Referral(
        url=get(advert.get("sourceUrl"), 2000),
        title=get(advert.get("title"), 500),
        body=get(advert.get("body"), 2000),
        source_id=get(advert.get("sourceId"), 200),
        source_type=get(advert.get("sourceType"), 50),
        click_id=get(advert.get("ctwaClid"), 500),
    )


def _media_beside(media: Media | None, message: dict[str, Any]) -> Media | None:
    """The file's bytes or plain URL where the gateway put them beside the kind (Evolution §2.7)."""
    if media is None or not ("base64" in message or "mediaUrl" in message):
        return media
    return msgspec.structs.replace(
        media,
        inline_base64=reading.base64_or_none(message.get("base64")),
        url=reading.text_or_none(message.get("mediaUrl"), 4000),
    )
