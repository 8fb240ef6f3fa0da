"""The command line, in Portuguese where the environment asks for it."""

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn

import msgspec

from app import __version__

COMMANDS = ("serve", "api-token", "selftest", "doctor", "demo", "open", "reset-lock")

_WORDS = {
    "usage": ("usage: ", "uso: "),
    "options": ("options", "opções"),
    "commands": ("commands", "comandos"),
    "command": ("COMMAND", "COMANDO"),
    "about": (
        "Balcão: answer WhatsApp customers through the gateway you already use. "
        "Without a command the window opens.",
        "Balcão: atenda clientes do WhatsApp pelo gateway que você já usa. Sem comando, a janela abre.",
    ),
    "help": ("show this help and exit", "mostra esta ajuda e sai"),
    "version": ("show the version and exit", "mostra a versão e sai"),
    "data-dir": (
        "folder for the database, files and settings (default: the platform's usual one)",
        "pasta do banco de dados, arquivos e ajustes (padrão: a habitual do sistema)",
    ),
    "profile": (
        "work with a separate set of data of this name",
        "trabalha com um conjunto de dados separado com este nome",
    ),
    "safe-mode": (
        "start without connecting to gateways, to be able to mend settings",
        "inicia sem se conectar aos gateways, para poder corrigir ajustes",
    ),
    "language": ("language of the window: {}", "idioma da janela: {}"),
    "theme": ("colours of the window: {}", "cores da janela: {}"),
    "log-level": ("how much is logged: {}", "quanto é registrado no log: {}"),
    "serve": (
        "run without a window; prints one JSON line when everything listens",
        "roda sem janela; imprime uma linha JSON quando tudo está escutando",
    ),
    "hooks-port": (
        "port for the gateways' webhooks (0: any free port)",
        "porta para os webhooks dos gateways (0: qualquer porta livre)",
    ),
    "api-port": ("port of the local API (0: any free port)", "porta da API local (0: qualquer porta livre)"),
    "api-token": ("print the local API's token", "imprime o token da API local"),
    "selftest": (
        "prove what the program needs, line by line",
        "verifica o que o programa precisa, linha a linha",
    ),
    "doctor": (
        "say what is wrong between the phone and this computer, and what to do",
        "diz o que está errado entre o celular e este computador, e o que fazer",
    ),
    "instance": ("only this number (as in the local API)", "só este número (como na API local)"),
    "bad_instance": ("{}: not a number of an instance", "{}: não é o número de uma instância"),
    "demo": ("open the window with the simulated gateway", "abre a janela com o gateway simulado"),
    "open": ("open a conversation in the window", "abre uma conversa na janela"),
    "link": ("such as balcao://chat/5511988887777", "como balcao://chat/5511988887777"),
    "reset-lock": (
        "remove the PIN of the window's lock; the data stay",
        "remove o PIN do bloqueio da janela; os dados ficam",
    ),
    "reset-done": ("The PIN is removed.", "O PIN foi removido."),
    "in-tray": ("start without the window, beside the clock", "inicia sem a janela, ao lado do relógio"),
    "bad_port": ("{}: not a port (0 to 65535)", "{}: não é uma porta (0 a 65535)"),
    "bad_profile": (
        "{}: letters, digits, - and _ only",
        "{}: só letras, dígitos, - e _",
    ),
}


_SETTINGS = {
    "language": "appearance.language",
    "theme": "appearance.theme",
    "log_level": "diagnosis.log_level",
}


class Arguments(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked for. ``command`` None opens the window; ports None follow the settings."""

    command: str | None = None
    data_dir: Path | None = None
    profile: str | None = None
    safe_mode: bool = False
    hooks_port: int | None = None
    api_port: int | None = None
    instance: int | None = None
    link: str | None = None
    in_tray: bool = False
    settings: dict[str, str] = {}


def portuguese(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether the environment asks for Portuguese."""
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    return next((environment[n] for n in names if environment.get(n)), "").lower().startswith("pt")


def word(name: str) -> str:
    """One of the texts above, as the environment asks for it."""
    return _WORDS[name][portuguese()]


def say(text: str, *, error: bool = False) -> None:
    """Print a line; a windowed program on Windows has nowhere to print to, and that is no reason to fail."""
    stream = sys.stderr if error else sys.stdout
    if stream is not None:
        print(text, file=stream, flush=True)


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        # argparse's own begins with an English word
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog}: {message}\n")


def parse(arguments: Sequence[str] | None = None, environment: Mapping[str, str] = os.environ) -> Arguments:
    """Read the command line; prints and exits for --help, --version (0) and mistakes (2)."""
    words = {key: both[portuguese(environment)] for key, both in _WORDS.items()}
    parser = _build(words)
    given = parser.parse_args(arguments)
    return Arguments(
        command=given.command,
        data_dir=given.data_dir,
        profile=given.profile,
        safe_mode=given.safe_mode,
        hooks_port=getattr(given, "hooks_port", None),
        api_port=getattr(given, "api_port", None),
        instance=getattr(given, "instance", None),
        link=getattr(given, "link", None),
        in_tray=given.in_tray,
        settings={
            key: value for name, key in _SETTINGS.items() if (value := getattr(given, name)) is not None
        },
    )


def _build(words: Mapping[str, str]) -> _Parser:
    def formatter(prog: str) -> argparse.HelpFormatter:
        return _Formatter(prog, words["usage"])

    def port(text: str) -> int:
        if not text.isascii() or not text.isdigit() or int(text) > 65535:
            raise argparse.ArgumentTypeError(words["bad_port"].format(text))
        return int(text)

    def instance(text: str) -> int:
        if not text.isascii() or not text.isdigit() or not 0 < int(text) < 2**63:
            raise argparse.ArgumentTypeError(words["bad_instance"].format(text))
        return int(text)

    def profile(text: str) -> str:
        if not text.isascii() or not text.replace("-", "").replace("_", "").isalnum():
            raise argparse.ArgumentTypeError(words["bad_profile"].format(text))
        return text

    def add_help(to: argparse.ArgumentParser) -> None:
        to._optionals.title = words["options"]
        to.add_argument("-h", "--help", action="help", help=words["help"])

    def add_common(to: argparse.ArgumentParser, *, sub: bool) -> None:
        # the same options before and after the command: the latter must not undo the former
        unset = argparse.SUPPRESS if sub else None
        to.add_argument("--data-dir", type=Path, metavar="DIR", default=unset, help=words["data-dir"])
        to.add_argument("--profile", type=profile, metavar="NAME", default=unset, help=words["profile"])
        to.add_argument(
            "--safe-mode",
            action="store_true",
            default=argparse.SUPPRESS if sub else False,
            help=words["safe-mode"],
        )
        to.add_argument(
            "--in-tray",
            action="store_true",
            default=argparse.SUPPRESS if sub else False,
            help=words["in-tray"],
        )
        for name, choices in {
            "language": ("system", "pt_BR", "en"),
            "theme": ("system", "light", "dark", "contrast_light", "contrast_dark"),
            "log-level": ("debug", "info", "warning"),
        }.items():
            text = words[name].format(", ".join(choices))
            to.add_argument(f"--{name}", choices=choices, metavar=name.upper(), default=unset, help=text)

    parser = _Parser(prog="balcao", description=words["about"], formatter_class=formatter, add_help=False)
    add_help(parser)
    parser.add_argument("--version", action="version", version=f"Balcão {__version__}", help=words["version"])
    add_common(parser, sub=False)
    commands = parser.add_subparsers(
        dest="command", title=words["commands"], metavar=words["command"], parser_class=_Parser, prog="balcao"
    )
    for name in COMMANDS:
        sub = commands.add_parser(
            name, help=words[name], description=words[name], formatter_class=formatter, add_help=False
        )
        add_help(sub)
        add_common(sub, sub=True)
        if name == "serve":
            sub.add_argument("--hooks-port", type=port, metavar="N", help=words["hooks-port"])
            sub.add_argument("--api-port", type=port, metavar="N", help=words["api-port"])
        if name == "open":
            sub.add_argument("link", metavar="LINK", help=words["link"])
        if name == "doctor":
            sub.add_argument("--instance", type=instance, metavar="N", help=words["instance"])
    return parser


class _Formatter(argparse.HelpFormatter):
    def __init__(self, prog: str, usage: str) -> None:
        super().__init__(prog, max_help_position=28, width=100)
        self._usage_word = usage

    def add_usage(self, usage, actions, groups, prefix=None):  # type: ignore[no-untyped-def]
        super().add_usage(usage, actions, groups, self._usage_word if prefix is None else prefix)
