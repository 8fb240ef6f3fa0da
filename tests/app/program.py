"""Balcão with stand-in services, as a process of its own: `program.py [how] -- arguments of the program`.

``how``: ok; refuse (the services raise an AppError); break (they raise a bug); stuck (closing
them never comes to an end); slow (they take a second to open).
"""

import asyncio
import sys
import time
from contextlib import asynccontextmanager
from types import SimpleNamespace

from app.main import run
from services.core.bus import Bus
from services.core.tasks import Supervisor
from services.domain.errors import ErrorCode, StorageProblem


def opening(how):
    @asynccontextmanager
    async def open_services(paths, settings, secrets, *, hooks_port, api_port, clock, unclean, safe_mode):
        if how == "refuse":
            raise StorageProblem("made by version 9", code=ErrorCode.NEWER_DATABASE)
        if how == "break":
            raise RuntimeError("a bug")
        if how == "slow":
            await asyncio.sleep(1)
        server = await asyncio.start_server(lambda reader, writer: writer.close(), "127.0.0.1", hooks_port or 0)
        port = server.sockets[0].getsockname()[1]
        supervisor = Supervisor(clock)
        try:
            yield SimpleNamespace(
                services=SimpleNamespace(),
                bus=Bus(),
                hooks_url=f"http://127.0.0.1:{port}",
                api_url="http://127.0.0.1:1",
                supervisor=supervisor,
                notices=(),
            )
        finally:
            server.close()
            if how == "stuck":
                while True:
                    time.sleep(1)
            await supervisor.stop(1)
            (paths.data / "closed").write_text("the services were closed")

    return open_services


if __name__ == "__main__":
    how, _, *arguments = sys.argv[1:]
    sys.exit(run(arguments, open_services=opening(how)))
