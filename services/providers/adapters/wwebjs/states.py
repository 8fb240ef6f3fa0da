"""What whatsapp-web.js says of a session, as our states. Source: others.md §5.3, §9.5."""

from services.domain.events import ConnectionState

_STATES = {
    "CONNECTED": ConnectionState.CONNECTED,
    "OPENING": ConnectionState.CONNECTING,
    "PAIRING": ConnectionState.CONNECTING,
    "UNLAUNCHED": ConnectionState.CONNECTING,
    "CONFLICT": ConnectionState.RECONNECTING,
    "TIMEOUT": ConnectionState.RECONNECTING,
    "UNPAIRED": ConnectionState.LOGGED_OUT,
    "UNPAIRED_IDLE": ConnectionState.LOGGED_OUT,
    "LOGOUT": ConnectionState.LOGGED_OUT,
    "TOS_BLOCK": ConnectionState.BANNED,
    "SMB_TOS_BLOCK": ConnectionState.BANNED,
    "PROXYBLOCK": ConnectionState.MISCONFIGURED,
    "DEPRECATED_VERSION": ConnectionState.MISCONFIGURED,
}


def state_of(word: str | None) -> ConnectionState | None:
    """The state behind WhatsApp Web's word (``change_state``, ``disconnected``), None for an unknown one."""
    return _STATES.get((word or "").strip().upper())
