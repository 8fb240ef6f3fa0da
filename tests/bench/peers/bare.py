"""Bare aiohttp: reads the body, answers 200, stores nothing. ``python -m tests.bench.peers.bare PORT``."""

import sys

from aiohttp import web


async def _take(request: web.Request) -> web.Response:
    await request.read()
    return web.Response(body=b'{"ok":true}', content_type="application/json")


def main() -> None:
    """Serve until killed."""
    app = web.Application()
    app.router.add_post("/webhook", _take)
    web.run_app(app, host="127.0.0.1", port=int(sys.argv[1]), access_log=None, print=None)


if __name__ == "__main__":
    main()
