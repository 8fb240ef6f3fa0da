"""From the settings to the line they ask for."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from services.instances.tunnel.cloudflared import CloudflaredLine
from services.instances.tunnel.fixed import FixedAddress
from services.instances.tunnel.line import Line
from services.instances.tunnel.ssh import SshLine, SshOptions
from services.settings.schema import TunnelKind

TOKEN_KEY = "tunnel/ngrok_token"


def line_for(setting: Callable[[str], Any], *, folder: Path, token: Callable[[], Awaitable[str | None]]) -> Line | None:
    """The configured way to be reached, or None. ``folder`` is the tunnel's own, ``token`` reads ngrok's."""
    binary = str(setting("tunnel.binary"))
    match TunnelKind(setting("tunnel.kind")):
        case TunnelKind.FIXED:
            return FixedAddress(str(setting("server.public_url")))
        case TunnelKind.NGROK:
            # with pyngrok, and all that brings along, only where it is wanted
            from services.instances.tunnel.ngrok import NgrokLine, NgrokOptions

            options = NgrokOptions(
                binary=binary, domain=str(setting("tunnel.domain")), region=str(setting("tunnel.region"))
            )
            return NgrokLine(options, folder=folder, token=token)
        case TunnelKind.CLOUDFLARED:
            return CloudflaredLine(binary, folder=folder)
        case TunnelKind.SSH:
            return SshLine(
                SshOptions(
                    destination=str(setting("tunnel.ssh_destination")),
                    port=int(setting("tunnel.ssh_port")),
                    remote_port=int(setting("tunnel.ssh_remote_port")),
                    url=str(setting("tunnel.ssh_url")),
                    binary=binary,
                ),
                folder=folder,
            )
        case _:
            return None
