"""The program from its first line on: what is quick and needed first, what is slow and can wait."""

import gc
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import msgspec

if not __package__:
    # the packaged program starts this file itself
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from app import cli, frozen
from app.groundwork import EXIT_FOLDER, Groundwork, Refused, prepared
from app.services_thread import Opener, Running

# app.container.open_services, or what stands for it in tests
OpenServices = Callable[..., AbstractAsyncContextManager[Running]]


def run(argv: Sequence[str] | None = None, *, open_services: OpenServices | None = None) -> int:
    """Do what the command line (``sys.argv`` where not given) asks for; returns the exit code."""
    try:
        arguments = cli.parse(argv)
    except SystemExit as asked:  # --help, --version, a mistake
        return asked.code if isinstance(asked.code, int) else 1
    match arguments.command:
        case "selftest":
            from app import selftest

            return selftest.run()
        case "api-token":
            return _print_token(arguments)
        case "doctor":
            return _doctor(arguments, open_services)
        case "reset-lock":
            return _reset_lock(arguments)
        case "serve":
            return _serve(arguments, open_services)
        case _:
            # the usual 700 objects are for programs that live shorter than ours takes to start
            gc.set_threshold(50_000, 20, 50)
            from app import sources

            sources.leave_unread()
            from app import window_app

            return window_app.run(arguments, lambda ground: opener(ground, open_services))


def opener(ground: Groundwork, open_services: OpenServices | None = None) -> Opener:
    """What opens the services; its modules are imported on the thread that calls it."""
    arguments = ground.arguments

    def open_now() -> AbstractAsyncContextManager[Running]:
        from services.core.clock import SystemClock

        function = open_services or _container()
        return function(
            ground.paths,
            ground.settings,
            ground.secrets,
            hooks_port=arguments.hooks_port,
            api_port=arguments.api_port,
            clock=SystemClock(),
            unclean=ground.ended_badly,
            safe_mode=arguments.safe_mode,
        )

    return open_now


def _container() -> OpenServices:
    from app.container import open_services

    return open_services


def _serve(arguments: cli.Arguments, open_services: OpenServices | None) -> int:
    from app import serve

    frozen.restore_environment()
    try:
        with prepared(arguments, "serve") as ground:
            return serve.run(ground, opener(ground, open_services), sys.stdout)
    except Refused as refused:
        return _refuse(refused)


def _doctor(arguments: cli.Arguments, open_services: OpenServices | None) -> int:
    from app import doctor

    frozen.restore_environment()
    # only looking: no session is started, nothing is sent, no gateway is changed
    careful = msgspec.structs.replace(arguments, safe_mode=True)
    return doctor.run(careful, lambda ground: opener(ground, open_services))


def _print_token(arguments: cli.Arguments) -> int:
    from services.core.paths import resolve
    from services.domain.errors import StorageProblem
    from services.httpapi import token

    paths = resolve(arguments.data_dir, arguments.profile)
    try:
        paths.create()
        kept = token.ensure(paths.api_token)
    except OSError as error:
        return _refuse(Refused(EXIT_FOLDER, "folder", why=error.strerror or error, folder=paths.data))
    except StorageProblem as error:
        return _refuse(Refused(EXIT_FOLDER, "folder", why=error.text, folder=paths.data))
    cli.say(kept)
    return 0


def _reset_lock(arguments: cli.Arguments) -> int:
    import asyncio

    from services.api.lock import Lock
    from services.core.clock import SystemClock

    try:
        # not while a window is open: it holds the settings in its memory
        with prepared(arguments, "reset-lock") as ground:
            asyncio.run(Lock(ground.settings, ground.secrets, SystemClock()).reset())
            ground.mark.clear()
    except Refused as refused:
        return _refuse(refused)
    cli.say(cli.word("reset-done"))
    return 0


def _refuse(refused: Refused) -> int:
    cli.say(str(refused), error=True)
    return refused.code


if __name__ == "__main__":
    sys.exit(run())
