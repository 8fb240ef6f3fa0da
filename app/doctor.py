"""`balcao doctor`: what is wrong and what to do, in a terminal. Asks the running program, or looks by itself."""

import asyncio
import contextlib
import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from app import __version__
from app.cli import Arguments, portuguese, say
from app.groundwork import Groundwork, Refused, prepared
from app.services_thread import Opener
from services.core.lock import DataDirBusy, DataDirLock
from services.core.paths import Paths, resolve
from services.domain.errors import NotFound
from services.domain.ids import InstanceId
from services.domain.models import DiagnosisStep, StepStatus, TunnelState
from services.instances.diagnosis.causes import CAUSES
from services.settings.schema import TunnelKind

EXIT_WRONG, EXIT_NO_INSTANCE = 1, 3
_ANSWER_S = 180.0
_TUNNEL_S = 20.0
_PREFIX = "/api/v1"

_WORDS = {
    StepStatus.OK: ("ok", "ok"),
    StepStatus.WARN: ("note", "aviso"),
    StepStatus.FAIL: ("FAIL", "FALHA"),
    StepStatus.SKIPPED: ("-", "-"),
    "program": ("The program", "O programa"),
    "running": ("asked the running program", "perguntado ao programa em execução"),
    "alone": ("Balcão is not running: looked by itself", "o Balcão não está em execução: verificação própria"),
    "no_instance": ("There is no number {}.", "Não existe o número {}."),
    "good": ("Nothing is wrong.", "Nada de errado."),
    "bad": ("{} things to mend.", "{} coisas a corrigir."),
    "one": ("One thing to mend.", "Uma coisa a corrigir."),
}
_STEPS = {
    "hooks": ("receiving port", "porta de recebimento"),
    "keyring": ("password store", "cofre de senhas"),
    "disk": ("disk", "disco"),
    "jobs": ("background jobs", "tarefas de fundo"),
    "deliveries": ("deliveries", "entregas"),
    "tunnel": ("tunnel", "túnel"),
    "public": ("public address", "endereço público"),
    "traffic": ("month's requests", "requisições do mês"),
    "credentials": ("key", "chave"),
    "dns": ("name", "nome na internet"),
    "tcp": ("connection", "conexão"),
    "tls": ("encryption", "criptografia"),
    "clock": ("answer and clock", "resposta e relógio"),
    "auth": ("key accepted", "chave aceita"),
    "brand": ("kind and version", "tipo e versão"),
    "session": ("WhatsApp session", "sessão do WhatsApp"),
    "webhook": ("webhook", "webhook"),
    "probe": ("there and back", "ida e volta"),
    "history": ("history", "histórico"),
}

# the name of what was looked at, and its steps
Section = tuple[str, tuple[DiagnosisStep, ...]]


def run(arguments: Arguments, open_ground: Callable[[Groundwork], Opener]) -> int:
    """Look and print; returns 0, 1 where something failed, 3 for an unknown number, or why it could not start."""
    paths = resolve(arguments.data_dir, arguments.profile)
    sections = _from_running(paths, arguments.instance)
    how = "running"
    if sections is None:
        how = "alone"
        try:
            with prepared(arguments, "doctor") as ground:
                sections = asyncio.run(_alone(open_ground(ground), ground, arguments.instance))
                ground.mark.clear()
        except Refused as refused:
            say(str(refused), error=True)
            return refused.code
    if not sections:
        say(_word("no_instance").format(arguments.instance), error=True)
        return EXIT_NO_INSTANCE
    say(f"Balcão {__version__} ({_word(how)})")
    return show(sections)


def show(sections: Iterable[Section]) -> int:
    """Print what was found, each cause with what to do; returns the exit code."""
    wrong = 0
    for name, steps in sections:
        say(f"\n{name}")
        for step in steps:
            wrong += step.status is StepStatus.FAIL
            for line in lines_of(step):
                say(line)
    say("")
    say(_word("good") if not wrong else _word("one") if wrong == 1 else _word("bad").format(wrong))
    return EXIT_WRONG if wrong else 0


def lines_of(step: DiagnosisStep) -> tuple[str, ...]:
    """A step in one line, and its cause in another."""
    title = _STEPS.get(step.step, (step.step, step.step))[portuguese()]
    took = f"{step.duration_ms} ms" if step.status is not StepStatus.SKIPPED else ""
    first = f"  {_word(step.status):<6}{title:<24}{took:>9}  {step.text or ''}".rstrip()
    cause = CAUSES.get(step.cause or "")
    if cause is None:
        return (first,)
    what, fix = (cause.what_pt, cause.fix_pt) if portuguese() else (cause.what_en, cause.fix_en)
    return (first, f"        [{cause.code}] {what} {fix}")


def _word(key: str) -> str:
    return _WORDS[key][portuguese()]


def _from_running(paths: Paths, instance: int | None) -> list[Section] | None:
    """What the running program finds; None where none runs."""
    if not _runs(paths):
        # somebody else may listen where a killed run did: the token is not for them
        return None
    try:
        address = paths.api_address.read_text(encoding="ascii").strip()
        token = paths.api_token.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return None
    ask = _Asking(address, token)
    try:
        numbers = {each["id"]: each.get("label") or each["name"] for each in ask("GET", "/instances")["items"]}
        sections = [] if instance is not None else [(_word("program"), ask.steps(None))]
        return sections + [
            (f"{label} (#{number})", ask.steps(number))
            for number, label in numbers.items()
            if instance in (None, number)
        ]
    except (OSError, ValueError, KeyError, TypeError, msgspec.ValidationError):
        return None


def _runs(paths: Paths) -> bool:
    lock = DataDirLock(paths.lock, "doctor")
    try:
        lock.acquire()
    except DataDirBusy:
        return True
    except OSError:
        return False
    lock.release()
    return False


class _Asking:
    def __init__(self, address: str, token: str) -> None:
        if urllib.parse.urlsplit(address).hostname not in ("127.0.0.1", "::1"):
            raise ValueError(address)
        self._base, self._token = address + _PREFIX, token

    def __call__(self, method: str, path: str) -> Any:
        request = urllib.request.Request(  # noqa: S310 - http on loopback, checked above
            self._base + path, method=method, headers={"Authorization": f"Bearer {self._token}"}
        )
        # never through a proxy: the address is this machine's own
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=_ANSWER_S) as answer:
            return json.load(answer)

    def steps(self, instance: int | None) -> tuple[DiagnosisStep, ...]:
        query = f"?instance={instance}" if instance is not None else ""
        items = self("POST", f"/diagnosis{query}")["items"]
        return msgspec.convert(items, tuple[DiagnosisStep, ...])


async def _alone(opener: Opener, ground: Groundwork, instance: int | None) -> list[Section]:
    """Open the services without touching any gateway, the tunnel for as long as the look takes."""
    sections: list[Section] = []
    async with opener() as running:
        services: Any = running.services
        if ground.settings.get("tunnel.start_with_app") and ground.settings.get("tunnel.kind") != TunnelKind.NONE:
            await services.tunnel.start()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_TUNNEL_S):
                    await _opened(services)
        if instance is None:
            sections.append((_word("program"), await services.diagnosis.run()))
        for view in await services.instances.all():
            if instance in (None, view.id):
                with contextlib.suppress(NotFound):
                    label = f"{view.label} (#{view.id})"
                    sections.append((label, await services.diagnosis.run(InstanceId(view.id))))
    return sections


async def _opened(services: Any) -> None:
    settled = (TunnelState.ONLINE, TunnelState.ERROR, TunnelState.RECONNECTING)
    while (await services.tunnel.state()).state not in settled:  # noqa: ASYNC110 - looked at from outside, once
        await asyncio.sleep(0.1)
