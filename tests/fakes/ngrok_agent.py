"""An ngrok agent for tests: its command line, its log, its API on loopback; each endpoint is a real reverse proxy.

``install(folder)`` puts an executable into a folder. The file ``mode`` beside it says how the agent behaves:
ok, badtoken, notoken, offline, limit, silent, dies, dropsession, crash, open_api. What it was started with is
kept in ``started.jsonl``; a file ``die`` or ``drop`` makes it do so at that moment, ``back`` ends a drop.
"""

import json
import os
import re
import sys
import threading
import time
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


def install(folder: Path, mode: str = "ok") -> Path:
    """An executable agent in ``folder``."""
    binary = folder / "ngrok"
    binary.write_text(
        f"#!{sys.executable} -E\nimport sys\n"
        f"sys.path.insert(0, {str(Path(__file__).resolve().parent)!r})\n"
        "import ngrok_agent\nngrok_agent.main(sys.argv)\n"
    )
    binary.chmod(0o700)
    set_mode(binary, mode)
    return binary


def set_mode(binary: Path, mode: str) -> None:
    """How it behaves from its next start on."""
    (binary.parent / "mode").write_text(mode)


def tell(binary: Path, what: str) -> None:
    """``die``, ``drop`` or ``back``, now."""
    (binary.parent / what).touch()


def starts(binary: Path) -> list[dict]:
    """Every start: its arguments, pid, the token in its file, and what of ngrok was in the environment."""
    try:
        return [json.loads(line) for line in (binary.parent / "started.jsonl").read_text().splitlines()]
    except FileNotFoundError:
        return []


# --- the agent's side


def say(**fields: object) -> None:
    """One line of logfmt."""
    told = {"t": "2026-03-02T10:31:00-0300", "lvl": "info", **fields}
    quoted = (f"{name}={json.dumps(str(value)) if ' ' in str(value) else value}" for name, value in told.items())
    print(" ".join(quoted), flush=True)


class Agent:
    def __init__(self, folder: Path, config: str) -> None:
        self.folder = folder
        self.mode = (folder / "mode").read_text().strip()
        self.endpoints: dict[str, dict] = {}
        web = re.search(r"web_addr:\s*(\S+):(\d+)", config)
        host = web.group(1) if web else "127.0.0.1"
        self.api = _serve(lambda *given: _Api(self, *given), host, int(web.group(2)) if web else 0)

    def run(self) -> None:
        say(msg="no configuration paths supplied")
        if self.mode == "crash":
            print("panic: runtime error: invalid memory address", file=sys.stderr)
            sys.exit(2)
        if self.mode == "silent":
            time.sleep(600)
        if self.mode == "badtoken":
            self.refuse("The authtoken you specified does not look like a proper ngrok authtoken.", "ERR_NGROK_105")
        if self.mode == "notoken":
            self.refuse("Usage of ngrok requires a verified account and authtoken.", "ERR_NGROK_4018")
        told = "0.0.0.0" if self.mode == "open_api" else self.api.server_address[0]
        say(msg="starting web service", obj="web", addr=f"{told}:{self.api.server_address[1]}")
        if self.mode == "offline":
            while True:
                err = "dial tcp: lookup connect.ngrok-agent.com: no such host"
                say(lvl="eror", msg="failed to reconnect session", obj="tunnels.session", err=err)
                time.sleep(0.5)
        self.session()
        self.live()

    def refuse(self, words: str, code: str) -> None:
        say(lvl="eror", msg="session closing", obj="tunnels.session", err=f"authentication failed: {words} {code}")
        say(lvl="crit", msg="command failed", err=f"authentication failed: {words} {code}")
        sys.exit(1)

    def session(self) -> None:
        say(msg="tunnel session started", obj="tunnels.session")
        say(msg="client session established", obj="csess", id="8f1c")

    def live(self) -> None:
        born = time.monotonic()
        dropped = False
        while True:
            time.sleep(0.05)
            old = time.monotonic() - born > 1.0 and bool(self.endpoints)
            if self.heard("die") or (self.mode == "dies" and old):
                os._exit(1)
            if self.heard("drop") or (self.mode == "dropsession" and old and not dropped):
                dropped = True
                say(lvl="eror", msg="session closed, starting reconnect loop", obj="csess", err="session closed")
                if self.mode == "dropsession":
                    time.sleep(0.5)
                    self.session()
            if self.heard("back"):
                self.session()

    def heard(self, what: str) -> bool:
        try:
            (self.folder / what).unlink()
        except FileNotFoundError:
            return False
        return True


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        pass

    def body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def answer(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def json(self, status: int, document: object) -> None:
        self.answer(status, json.dumps(document).encode(), {"Content-Type": "application/json"})


class _Api(_Handler):
    def __init__(self, agent: Agent, *given: object) -> None:
        self.agent = agent
        super().__init__(*given)

    def do_GET(self) -> None:
        if self.path == "/api/endpoints":
            return self.json(200, {"endpoints": list(self.agent.endpoints.values()), "uri": "/api/endpoints"})
        if self.path == "/api/status":
            return self.json(200, {"status": "online", "agent_version": "3.20.0"})
        return self.json(404, {"error_code": 100, "status_code": 404, "msg": "Resource not found"})

    def do_POST(self) -> None:
        asked = json.loads(self.body())
        if self.agent.mode == "limit":
            text = "This ngrok account has reached its HTTP requests limit for the month. ERR_NGROK_727"
            return self.json(502, {"error_code": 103, "status_code": 502, "msg": text, "details": {"err": text}})
        upstream = asked["upstream"]["url"]
        proxy = _serve(lambda *given: _Proxy(upstream, *given), "127.0.0.1", 0)
        made = {
            "name": asked["name"], "uri": f"/api/endpoints/{asked['name']}",
            "url": f"http://127.0.0.1:{proxy.server_address[1]}", "asked": asked.get("url"),
            "upstream": {"url": upstream, "protocol": "http1"}, "inspect": asked.get("inspect", True),
            "traffic_policy": "", "pooling_enabled": False,
        }  # fmt: skip
        self.agent.endpoints[asked["name"]] = made
        with (self.agent.folder / "endpoints.jsonl").open("a") as kept:
            kept.write(json.dumps(made) + "\n")
        return self.json(201, made)

    def do_DELETE(self) -> None:
        self.agent.endpoints.pop(self.path.rsplit("/", 1)[1], None)
        self.answer(204, b"")


class _Proxy(_Handler):
    def __init__(self, upstream: str, *given: object) -> None:
        self.upstream = upstream
        super().__init__(*given)

    def pass_on(self) -> None:
        headers = {n: v for n, v in self.headers.items() if n.lower() not in ("host", "content-length", "connection")}
        headers |= {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"}
        headers["X-Forwarded-Host"] = self.headers.get("Host", "")
        body = self.body() if self.command == "POST" else None
        request = urllib.request.Request(self.upstream + self.path, data=body, headers=headers, method=self.command)
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                self.answer(answer.status, answer.read())
        except urllib.error.HTTPError as error:
            self.answer(error.code, error.read())
        except OSError:
            self.answer(502, b"ERR_NGROK_8012", {"Ngrok-Error-Code": "ERR_NGROK_8012"})

    do_GET = do_POST = pass_on


def _serve(handler: object, host: str, port: int) -> ThreadingHTTPServer:
    server = ThreadingHTTPServer((host, port), handler)  # type: ignore[arg-type]
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def main(argv: list[str]) -> None:
    folder = Path(argv[0]).resolve().parent
    if "--version" in argv:
        print("ngrok version 3.20.0")
        return
    if argv[1:2] == ["update"]:
        print("Updated ngrok to 3.21.0")
        return
    assert argv[1:3] == ["start", "--none"], argv
    config_path = argv[argv.index("--config") + 1]
    config = Path(config_path).read_text()
    token = re.search(r"authtoken:\s*(\S+)", config)
    with (folder / "started.jsonl").open("a") as kept:
        told = {
            "argv": argv, "pid": os.getpid(), "token": json.loads(token.group(1)) if token else None,
            "mode": oct(Path(config_path).stat().st_mode & 0o777),
            "environment": [name for name in os.environ if name.startswith("NGROK_")],
        }  # fmt: skip
        kept.write(json.dumps(told) + "\n")
    Agent(folder, config).run()
