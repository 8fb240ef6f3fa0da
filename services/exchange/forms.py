"""Messages as text, HTML or JSON: pure functions from views to strings. Nothing of a customer is ever markup."""

import html
import re
from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import quote

import msgspec

from services.domain.content import Direction, MessageKind
from services.domain.exports import ExportForm, ExportWords
from services.domain.models import ChatView, MessageView

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_TURNING = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
_STYLE = """body{font:15px/1.45 system-ui,sans-serif;background:#efeeea;color:#14211f;margin:0;padding:24px}
main{max-width:760px;margin:auto}h1{font-size:20px}p.note{color:#55635f}
div.m{background:#fff;border-radius:12px;padding:8px 12px;margin:6px 80px 6px 0;overflow-wrap:anywhere}
div.out{background:#d9f2e6;margin:6px 0 6px 80px}div.system{background:none;text-align:center;color:#55635f;margin:6px 40px}
div.h{font-size:12px;color:#55635f}div.t{white-space:pre-wrap}blockquote{border-left:3px solid #0c7561;margin:4px 0;
padding:2px 8px;color:#55635f;white-space:pre-wrap}img{max-width:100%;max-height:420px;border-radius:8px;display:block}
@media(prefers-color-scheme:dark){body{background:#101817;color:#e6efec}div.m{background:#1c2826}
div.out{background:#12463b}div.h,p.note,blockquote,div.system{color:#9db0aa}a{color:#7fd6c0}}"""
# no script, no request to anywhere: only what lies beside the page
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' file:; base-uri 'none'; form-action 'none'"


class Attached(msgspec.Struct, frozen=True, kw_only=True):
    """A message's file: its ``name``, where it lies beside the page (None: it is not there), and what may be done.

    ``picture`` may be shown in the page, ``harmless`` may be linked to; any other one is only named. Files that
    were not ``wanted`` are not said to be missing.
    """

    name: str
    path: str | None = None
    picture: bool = False
    harmless: bool = False
    wanted: bool = True


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """How one form begins, goes on with each message (the first one or not), and ends."""

    head: Callable[[ChatView, ExportWords, int], str]
    message: Callable[[MessageView, Attached | None, ExportWords, bool], str]
    foot: Callable[[], str]


def clean(text: str) -> str:
    """Text without what no reader can show; line breaks and tabs stay."""
    return _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n").replace("\r", "\n"))


def _one_line(text: str) -> str:
    # in a name nothing may turn the rest of the line round
    return " ".join(_TURNING.sub("", clean(text)).split())


def _moment(at_ms: int, words: ExportWords) -> str:
    try:
        return datetime.fromtimestamp(at_ms / 1000).strftime(words.moment)
    except (ValueError, OverflowError, OSError):
        return "?"


def _author(message: MessageView, words: ExportWords) -> str:
    if message.direction is Direction.OUT:
        return words.you
    return _one_line(message.author.name or "") or (f"+{message.author.phone}" if message.author.phone else "?")


def _marks(message: MessageView, words: ExportWords) -> str:
    marks = [word for on, word in ((message.edited, words.edited), (message.deleted, words.deleted)) if on]
    return f" ({', '.join(marks)})" if marks else ""


def _kind(message: MessageView, words: ExportWords) -> str:
    return words.kinds.get(message.kind.value, message.kind.value)


def _text_head(chat: ChatView, words: ExportWords, now_ms: int) -> str:
    title = words.conversation.format(name=_one_line(chat.title))
    return f"\ufeff{title}\n{words.exported.format(moment=_moment(now_ms, words))}\n\n"


def _text_message(message: MessageView, attached: Attached | None, words: ExportWords, _first: bool) -> str:
    parts = []
    if message.quoted is not None and message.quoted.text:
        parts.append("> " + clean(message.quoted.text)[:300].replace("\n", "\n> "))
    if attached is not None:
        where = attached.path or _one_line(attached.name) + (f", {words.missing}" if attached.wanted else "")
        parts.append(f"<{_kind(message, words)}: {where}>")
    elif message.kind is not MessageKind.TEXT and not message.text:
        parts.append(f"<{_kind(message, words)}>")
    if message.text:
        parts.append(clean(message.text))
    if message.reactions:
        parts.append(" ".join(_one_line(each.emoji) for each in message.reactions))
    # further lines are indented, so that no text can look like a message of somebody else
    body = "\n".join(parts).replace("\n", "\n    ")
    return f"[{_moment(message.sent_at_ms, words)}] {_author(message, words)}{_marks(message, words)}: {body}\n"


def _html_head(chat: ChatView, words: ExportWords, now_ms: int) -> str:
    title = html.escape(words.conversation.format(name=_one_line(chat.title)))
    note = html.escape(words.exported.format(moment=_moment(now_ms, words)))
    return (
        f'<!DOCTYPE html>\n<html lang="{html.escape(words.language)}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="referrer" content="no-referrer"><meta name="viewport" content="width=device-width">'
        f"<title>{title}</title><style>{_STYLE}</style></head>\n<body><main><h1>{title}</h1>"
        f'<p class="note">{note}</p>\n'
    )


def _html_message(message: MessageView, attached: Attached | None, words: ExportWords, _first: bool) -> str:
    kind = "system" if message.kind is MessageKind.SYSTEM else message.direction.value
    head = html.escape(f"{_author(message, words)} · {_moment(message.sent_at_ms, words)}{_marks(message, words)}")
    parts = [f'<div class="m {kind}"><div class="h">{head}</div>']
    if message.quoted is not None and message.quoted.text:
        parts.append(f"<blockquote>{_escaped(message.quoted.text[:300])}</blockquote>")
    if attached is not None:
        parts.append(f"<div>{_html_file(message, attached, words)}</div>")
    elif message.kind is not MessageKind.TEXT and not message.text:
        parts.append(f"<div><i>{html.escape(_kind(message, words))}</i></div>")
    if message.text:
        parts.append(f'<div class="t">{_escaped(message.text)}</div>')
    if message.reactions:
        parts.append(f'<div class="h">{_escaped(" ".join(each.emoji for each in message.reactions))}</div>')
    return "".join((*parts, "</div>\n"))


def _escaped(text: str) -> str:
    # each in a direction of its own, so that nothing reaches out of its bubble
    return f'<bdi>{html.escape(clean(text))}</bdi>'


def _html_file(message: MessageView, attached: Attached, words: ExportWords) -> str:
    name = html.escape(_one_line(attached.name))
    label = html.escape(_kind(message, words))
    if attached.path is None:
        missing = f", {html.escape(words.missing)}" if attached.wanted else ""
        return f"<i>{label}: <bdi>{name}</bdi>{missing}</i>"
    address = html.escape(quote(attached.path))
    if attached.picture:
        return f'<a href="{address}"><img src="{address}" alt="{label}" loading="lazy"></a>'
    if attached.harmless:
        return f'{label}: <a href="{address}"><bdi>{name}</bdi></a>'
    return f"{label}: <bdi>{html.escape(attached.path)}</bdi>"


def _json_head(chat: ChatView, _words: ExportWords, now_ms: int) -> str:
    facts = {
        "title": chat.title, "address": str(chat.address), "phone": chat.phone, "group": chat.is_group,
        "exported_at": _iso(now_ms),
    }  # fmt: skip
    return f'{{"format":"balcao-conversation","version":1,"chat":{_json(facts)},"messages":[\n'


def _json_message(message: MessageView, attached: Attached | None, _words: ExportWords, first: bool) -> str:
    media = message.media
    facts = {
        "id": message.id, "whatsapp_id": message.stanza_id, "at": _iso(message.sent_at_ms),
        "direction": message.direction, "author": message.author.name, "phone": message.author.phone,
        "kind": message.kind, "text": message.text, "status": message.status.name.lower() if message.status else None,
        "edited": message.edited, "deleted": message.deleted,
        "quoted": {"author": message.quoted.author, "text": message.quoted.text} if message.quoted else None,
        "reactions": [{"emoji": each.emoji, "from_me": each.from_me, "by": each.actor} for each in message.reactions],
        "file": {"name": attached.name, "path": attached.path, "mime": media.mime if media else None,
                 "size": media.size if media else None} if attached else None,
        "content": msgspec.to_builtins(message.content) if message.content is not None else None,
    }  # fmt: skip
    return ("" if first else ",\n") + _json(facts)


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _iso(at_ms: int) -> str | None:
    try:
        return datetime.fromtimestamp(at_ms / 1000, UTC).isoformat(timespec="milliseconds")
    except (ValueError, OverflowError, OSError):
        return None


FORMS: dict[ExportForm, Form] = {
    ExportForm.TEXT: Form(head=_text_head, message=_text_message, foot=lambda: ""),
    ExportForm.HTML: Form(head=_html_head, message=_html_message, foot=lambda: "</main></body></html>\n"),
    ExportForm.JSON: Form(head=_json_head, message=_json_message, foot=lambda: "\n]}\n"),
}
