"""A client that keeps many connections busy, in a process of its own: plain sockets, to take little of the CPU."""

import asyncio
import itertools
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

Request = tuple[str, bytes]
"""What kind of request, and its bytes."""


class Answer(NamedTuple):
    """One answer: its kind of request, status (0 where the connection broke), whether it says when to come again."""

    kind: str
    status: int
    retry_after: bool
    began: float
    seconds: float


@dataclass(frozen=True)
class Load:
    """Which ports in turns, how many connections, for how long, and what each asks, told by the number of a request."""

    ports: Sequence[int]
    connections: int
    seconds: float
    ask: Callable[[random.Random, int], Request]
    seed: int


def run(load: Load) -> list[Answer]:
    """Ask over all connections, each as soon as it was answered."""
    return asyncio.run(_run(load))


async def _run(load: Load) -> list[Answer]:
    answers: list[Answer] = []
    numbers = itertools.count(load.seed * 1_000_000)
    end = time.monotonic() + load.seconds
    ports = itertools.cycle(load.ports)
    dice = [random.Random(load.seed * 1_000 + n) for n in range(load.connections)]
    await asyncio.gather(*(_connection(load, next(ports), numbers, one, end, answers) for one in dice))
    return answers


async def _connection(
    load: Load, port: int, numbers: "itertools.count[int]", dice: random.Random, end: float, answers: list[Answer]
) -> None:
    reader: asyncio.StreamReader | None = None
    writer: asyncio.StreamWriter | None = None
    while time.monotonic() < end:
        kind, sent = load.ask(dice, next(numbers))
        began = time.monotonic()
        status, retry_after, stays = 0, False, False
        try:
            if reader is None or writer is None:
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(sent)
            status, retry_after, stays = await _read(reader)
        except (OSError, asyncio.IncompleteReadError):
            await asyncio.sleep(0.05)
        answers.append(Answer(kind, status, retry_after, began, time.monotonic() - began))
        if not stays and writer is not None:
            writer.close()
            reader = writer = None
    if writer is not None:
        writer.close()


async def _read(reader: asyncio.StreamReader) -> tuple[int, bool, bool]:
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    fields = dict(line.split(b": ", 1) for line in head.split(b"\r\n")[1:] if b": " in line)
    await reader.readexactly(int(fields[b"content-length"]))
    return int(head.split(b" ", 2)[1]), b"retry-after" in fields, fields.get(b"connection") != b"close"
