"""Lists of addresses and networks as people write them: who may send something here."""

import ipaddress
import re

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Networks = tuple[Network, ...]

_BETWEEN = re.compile(r"[\s,;]+")
MOST = 200
# what a sender outside the list of allowed ones is answered; our own probe knows by it that it came here
NOT_ALLOWED = "sender not allowed"


def parse(text: str) -> Networks:
    """Addresses and networks (``203.0.113.7``, ``10.0.0.0/8``, ``2001:db8::/32``) between commas, spaces or line ends.

    Raises ValueError with the part that is none, or "too many" beyond ``MOST``.
    """
    found: list[Network] = []
    for part in _BETWEEN.split(text.strip()):
        if part:
            try:
                found.append(ipaddress.ip_network(part, strict=False))
            except ValueError:
                raise ValueError(part[:60]) from None
    if len(found) > MOST:
        raise ValueError("too many")
    return tuple(found)


def contains(networks: Networks, address: str) -> bool:
    """Whether an address lies in one of them; what is no address lies in none. IPv4 inside IPv6 counts as IPv4."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0].strip("[] "))
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped is not None:
        ip = ip.ipv4_mapped
    return any(ip in network for network in networks if network.version == ip.version)


def is_near(host: str) -> bool:
    """Whether a host is this computer or one of its own network, by its address or the form of its name; nothing is asked."""
    host = host.strip("[]").lower()
    try:
        ip = ipaddress.ip_address(host)
    except ValueError:
        return "." not in host or host.endswith((".local", ".lan", ".internal", ".home.arpa"))
    return ip.is_loopback or ip.is_private or ip.is_link_local
