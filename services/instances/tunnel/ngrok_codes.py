"""ngrok's own error codes and what they mean here."""

import re

from services.instances.tunnel.line import TunnelProblem

_CODE = re.compile(r"ERR_NGROK_(\d+)")
_A_WHILE_S, _LONG_S = 60.0, 3600.0

# (cause, try again by itself, seconds to wait at least); 108, 120, 720, 727, 734, 3200, 4027 and 8012 are in
# ngrok's documentation of errors, the others are widely reported and unverified
_TABLE: dict[int, tuple[str, bool, float | None]] = {
    105: ("tunnel_token_wrong", False, None),
    106: ("tunnel_token_wrong", False, None),
    107: ("tunnel_token_wrong", False, None),
    108: ("tunnel_other_agent", True, _A_WHILE_S),
    120: ("tunnel_agent_old", False, None),
    121: ("tunnel_agent_old", False, None),
    334: ("tunnel_address_taken", True, _A_WHILE_S),
    718: ("tunnel_limit", True, _LONG_S),
    720: ("tunnel_limit", True, _LONG_S),
    725: ("tunnel_limit", True, _LONG_S),
    726: ("tunnel_limit", True, _LONG_S),
    727: ("tunnel_limit", True, _LONG_S),
    734: ("tunnel_too_fast", True, _A_WHILE_S),
    3200: ("tunnel_offline", True, None),
    4018: ("tunnel_no_token", False, None),
    4027: ("tunnel_limit", True, _LONG_S),
    8012: ("app_not_answering", True, None),
}
_NO_INTERNET = ("lookup", "no such host", "network is unreachable", "name resolution", "i/o timeout", "dial tcp")


def code_in(*texts: object) -> int | None:
    """The first ERR_NGROK number in any of the texts."""
    found = _CODE.search(" ".join(str(text) for text in texts if text))
    return int(found[1]) if found else None


def cause_of(number: int) -> str:
    """The cause's code for an ngrok error number."""
    return _TABLE.get(number, ("tunnel_refused", True, None))[0]


def problem(*texts: object) -> TunnelProblem:
    """What the agent's words mean; the first text that says anything is kept."""
    words = next((str(text) for text in texts if text), "")[:300]
    number = code_in(*texts)
    if number is not None:
        cause, retry, patience = _TABLE.get(number, ("tunnel_refused", True, _A_WHILE_S))
        return TunnelProblem(cause, f"ERR_NGROK_{number}: {words}", retry=retry, retry_after_s=patience)
    low = words.lower()
    if any(sign in low for sign in _NO_INTERNET):
        return TunnelProblem("no_internet", words)
    return TunnelProblem("tunnel_refused", words)
