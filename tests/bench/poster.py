"""A gateway that is busy: posts messages at a fixed rate, whatever the answers do. A process of its own.

A ``Job`` as JSON on stdin, ``Posted`` as JSON on stdout. Every text ends with the moment it was due
(``perf_counter``, shared by the processes of a machine), so that the other end can tell how old it is.
"""

import asyncio
import gc
import sys
import time

import msgspec

CONNECTIONS = 16


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """Every second message goes to ``busy``, the others in turn to ``others`` (phones); ids begin with ``first``."""

    port: int
    token: str
    rate: float
    seconds: float
    busy: str
    others: tuple[str, ...]
    first: int


class Posted(msgspec.Struct, frozen=True, kw_only=True):
    """When each request was due, and how long after it the 200 was there (seconds)."""

    due: list[float]
    took: list[float]
    failed: int


def body(job: Job, number: int, due: float) -> bytes:
    """Evolution API's ``messages.upsert`` (values invented)."""
    phone = job.busy if number % 2 == 0 else job.others[number // 2 % len(job.others)]
    text = f"Bom dia, o pedido {number} sai hoje? Pode ser no cartão? ⏱{due:.6f}"
    return msgspec.json.encode(
        {
            "event": "messages.upsert",
            "instance": "loja-0",
            "data": {
                "key": {"remoteJid": f"{phone}@s.whatsapp.net", "fromMe": False, "id": f"AC4F2D88{number:024X}"},
                "pushName": "Bianca Prado",
                "status": "DELIVERY_ACK",
                "message": {"conversation": text, "messageContextInfo": {"messageSecret": "z" * 500}},
                "messageType": "conversation",
                "messageTimestamp": int(time.time()),
                "instanceId": "3f0c9f6e-6c1e-4b57-9a51-0d8f6f1b7c22",
                "source": "android",
            },
            "date_time": "2026-09-23T12:00:00.482Z",
            "sender": "5511940000000@s.whatsapp.net",
            "server_url": "http://127.0.0.1",
        }
    )


async def post(job: Job) -> Posted:
    """Do the job."""
    waiting: asyncio.Queue[tuple[int, float] | None] = asyncio.Queue()
    due_at: list[float] = []
    took: list[float] = []
    failed = 0

    async def line() -> None:
        nonlocal failed
        reader, writer = await asyncio.open_connection("127.0.0.1", job.port)
        while (item := await waiting.get()) is not None:
            number, due = item
            raw = body(job, number, due)
            writer.write(
                f"POST /hooks/{job.token} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
                f"Content-Length: {len(raw)}\r\n\r\n".encode()
                + raw
            )
            head = (await reader.readuntil(b"\r\n\r\n")).lower()
            await reader.readexactly(int(head.partition(b"content-length:")[2].split(b"\r\n", 1)[0]))
            if head[9:12] == b"200":
                due_at.append(due)
                took.append(time.perf_counter() - due)
            else:
                failed += 1
        writer.close()

    async with asyncio.TaskGroup() as group:
        for _ in range(CONNECTIONS):
            group.create_task(line())
        start = time.perf_counter() + 0.05
        for each in range(int(job.rate * job.seconds)):
            due = start + each / job.rate
            while (left := due - time.perf_counter()) > 0:
                await asyncio.sleep(left)
            waiting.put_nowait((job.first + each, due))
        for _ in range(CONNECTIONS):
            waiting.put_nowait(None)
    return Posted(due=due_at, took=took, failed=failed)


if __name__ == "__main__":
    gc.disable()
    asked = msgspec.json.decode(sys.stdin.buffer.read(), type=Job)
    sys.stdout.buffer.write(msgspec.json.encode(asyncio.run(post(asked))))
