"""What the first start says, in both languages, and the codes it ends with.

Standard library only, and no syntax newer than Python 3.6, as in `bootstrap`.
"""

import os
import sys
from typing import NoReturn, Sequence

EXIT_FAILED, EXIT_PYTHON, EXIT_SYSTEM, EXIT_NETWORK, EXIT_SCREEN = 1, 2, 3, 4, 5

WORDS = {
    "screen": (
        "There is no screen here (neither DISPLAY nor WAYLAND_DISPLAY is set), so no window can open.\n"
        "Start it from a desktop session, or use `serve` to run without a window.",
        "Não há tela aqui (nem DISPLAY nem WAYLAND_DISPLAY estão definidos): nenhuma janela pode abrir.\n"
        "Inicie a partir de uma sessão gráfica, ou use `serve` para rodar sem janela.",
    ),
    "python": (
        "This is Python {0}; Python 3.11 to 3.14 is needed and none was found. Install one and start again.",
        "Este é o Python {0}; é preciso o Python 3.11 a 3.14 e nenhum foi encontrado. "
        "Instale um e inicie de novo.",
    ),
    "paste": (
        "A few system packages are missing. Paste this line, then start again:\n\n  {0}\n",
        "Faltam alguns pacotes do sistema. Cole esta linha e depois inicie de novo:\n\n  {0}\n",
    ),
    "other": (
        "Missing on this system: {0}\nInstall the packages that hold them, then start again.",
        "Falta neste sistema: {0}\nInstale os pacotes que os contêm e inicie de novo.",
    ),
    "ask": (
        "These system packages are missing: {0}\nInstall them now with sudo? [Y/n] ",
        "Faltam estes pacotes do sistema: {0}\nInstalar agora com sudo? [S/n] ",
    ),
    "apt": ("Installing {0} system packages…", "Instalando {0} pacotes do sistema…"),
    "apt_failed": (
        "The system packages could not be installed.",
        "Não deu para instalar os pacotes do sistema.",
    ),
    "tools": (
        "Without {0} a few end-to-end tests cannot run; those of the real window fail.",
        "Sem {0}, alguns testes de ponta a ponta não rodam; os da janela real falham.",
    ),
    "waiting": (
        "Another start is still setting up; waiting for it…",
        "Outra inicialização está preparando; aguardando…",
    ),
    "venv": ("Making .venv with Python {0}…", "Criando .venv com o Python {0}…"),
    "venv_failed": ("The folder .venv could not be made.", "Não deu para criar a pasta .venv."),
    "packages": (
        "Installing what Balcão needs (about 270 MB to fetch, once)…",
        "Instalando o que o Balcão precisa (cerca de 270 MB para baixar, uma vez só)…",
    ),
    "changed": (
        "The packages installed are not the ones needed now; installing the difference…",
        "Os pacotes instalados não são os necessários agora; instalando a diferença…",
    ),
    "network": (
        "The package index could not be reached, or lacks a package. Check the connection and start again.",
        "O índice de pacotes não respondeu, ou não tem um pacote. Verifique a conexão e inicie de novo.",
    ),
    "pip_failed": ("The packages could not be installed.", "Não deu para instalar os pacotes."),
    "ready": ("Ready after {0} s.", "Pronto em {0} s."),
}


def say(key: str, *values: object) -> None:
    """Write one of WORDS on stderr, in Portuguese where the environment asks for it."""
    language = next((os.environ[n] for n in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(n)), "")
    sys.stderr.write(
        WORDS[key][language.lower().startswith("pt")].format(*values) + ("" if key == "ask" else "\n")
    )
    sys.stderr.flush()


def stop(code: int, key: str, *values: object, tail: Sequence[str] = ()) -> NoReturn:
    """Say why it cannot go on, show the end of what the failing program wrote, and exit."""
    for line in tail:
        sys.stderr.write("  | " + line + "\n")
    say(key, *values)
    sys.exit(code)
