"""An ssh for tests. Modes: ok (as localhost.run), own (a server of one's own), moves, refused, taken, hostkey, offline."""

import sys
import time
from pathlib import Path


def install(folder: Path, mode: str = "ok") -> Path:
    """An executable in ``folder``; the file ``mode`` beside it says how it behaves."""
    binary = folder / "ssh"
    here = str(Path(__file__).resolve().parent)
    binary.write_text(
        f"#!{sys.executable} -E\nimport sys\nsys.path.insert(0, {here!r})\nimport ssh_tunnel\nssh_tunnel.main(sys.argv)\n"
    )
    binary.chmod(0o700)
    (folder / "mode").write_text(mode)
    return binary


def fail(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
    sys.exit(255)


def main(argv: list[str]) -> None:
    folder = Path(argv[0]).resolve().parent
    mode = (folder / "mode").read_text().strip()
    (folder / "argv").write_text("\n".join(argv))
    if mode == "refused":
        fail("ana@tunnel.example.com: Permission denied (publickey).")
    if mode == "hostkey":
        print("@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @", file=sys.stderr)
        fail("Host key verification failed.")
    if mode == "offline":
        fail("ssh: Could not resolve hostname localhost.run: Temporary failure in name resolution")
    if mode == "taken":
        fail("Error: remote port forwarding failed for listen port 80")
    if mode == "own":
        print("debug1: Connecting to tunnel.example.com [203.0.113.7] port 22.", file=sys.stderr)
        print("debug1: remote forward success for: listen 8080, connect 127.0.0.1:47821", file=sys.stderr, flush=True)
        time.sleep(600)
    print("Welcome to localhost.run!  https://localhost.run/docs/ https://twitter.com/localhost_run")
    print("authenticated as anonymous user")
    print("8beaa541ba3dc2.lhr.life tunneled with tls termination, https://8beaa541ba3dc2.lhr.life", flush=True)
    if mode == "moves":
        time.sleep(0.3)
        print("77aa41ba3dc2.lhr.life tunneled with tls termination, https://77aa41ba3dc2.lhr.life", flush=True)
    time.sleep(600)
