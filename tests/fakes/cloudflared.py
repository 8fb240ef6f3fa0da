"""A cloudflared for tests: prints what the quick tunnel prints. Modes: ok, limit, offline, silent, dies, drops."""

import sys
import time
from pathlib import Path

NAME = "cloudflared"


def install(folder: Path, mode: str = "ok") -> Path:
    """An executable in ``folder``; the file ``mode`` beside it says how it behaves."""
    binary = folder / NAME
    here = str(Path(__file__).resolve().parent)
    binary.write_text(
        f"#!{sys.executable} -E\nimport sys\nsys.path.insert(0, {here!r})\nimport cloudflared\ncloudflared.main(sys.argv)\n"
    )
    binary.chmod(0o700)
    (folder / "mode").write_text(mode)
    return binary


def say(text: str, level: str = "INF") -> None:
    print(f"2026-03-02T13:31:00Z {level} {text}", file=sys.stderr, flush=True)


def main(argv: list[str]) -> None:
    folder = Path(argv[0]).resolve().parent
    mode = (folder / "mode").read_text().strip()
    (folder / "argv").write_text("\n".join(argv))
    count = len(list(folder.glob("start-*")))
    (folder / f"start-{count}").touch()
    say("Thank you for trying Cloudflare Tunnel. https://developers.cloudflare.com/cloudflare-one/connections")
    say("Requesting new quick Tunnel on trycloudflare.com...")
    if mode == "limit":
        say('Error unmarshaling QuickTunnel response: error code: 1015 status_code="429 Too Many Requests"', "ERR")
        print("failed to unmarshal quick Tunnel: invalid character 'e' looking for beginning of value", flush=True)
        sys.exit(1)
    if mode == "offline":
        print(
            'failed to request quick Tunnel: Post "https://api.trycloudflare.com/tunnel": dial tcp: lookup '
            "api.trycloudflare.com: no such host",
            flush=True,
        )
        sys.exit(1)
    if mode == "silent":
        time.sleep(600)
    say("+--------------------------------------------------------------+")
    say("|  Your quick Tunnel has been created! Visit it at (it may take some time to be reachable):  |")
    say(f"|  https://padaria-sol-number-{count}.trycloudflare.com                                       |")
    say("Registered tunnel connection connIndex=0 connection=8f1c ip=198.41.192.7 location=gru01 protocol=quic")
    if mode == "dies":
        time.sleep(0.3)
        sys.exit(1)
    if mode == "drops":
        time.sleep(0.3)
        say("Unregistered tunnel connection connIndex=0", "WRN")
        time.sleep(0.3)
        say("Registered tunnel connection connIndex=0 connection=9a2b ip=198.41.192.7 location=gru01 protocol=quic")
    time.sleep(600)
