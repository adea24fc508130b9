"""The queue: ids in, ids out, on both kinds of database."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from app.database import Database
from app.queue import JobQueue
from tests.jobs import until


def test_what_is_put_waits_for_any_process(database: Database) -> None:
    one, other = JobQueue(database), JobQueue(database)

    one.put("a")
    one.put("b")

    assert other.waiting() == {"a", "b"}
    for queue in (one, other):
        queue.close()


def test_each_id_is_handed_out_once(database: Database) -> None:
    queues = [JobQueue(database) for _ in range(2)]
    given = {str(number) for number in range(30)}
    handed: list[str] = []
    consumers = [queue.consume(handed.append, lambda: None, 2, 60) for queue in queues]
    for consumer in consumers:
        consumer.start()

    for number in given:
        queues[0].put(number)
    until(lambda: len(handed) >= len(given) and not queues[0].waiting())
    for consumer in consumers:
        consumer.stop(graceful=True)

    assert sorted(handed) == sorted(given)
    for queue in queues:
        queue.close()


def test_a_message_is_the_id_and_nothing_that_runs(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/own.db")
    database.migrate()
    queue = JobQueue(database)
    queue.put("01a21079")
    queue.close()
    database.close()

    with sqlite3.connect(tmp_path / "own.db-queue") as stored:
        assert stored.execute("SELECT data FROM task").fetchall() == [(b"01a21079",)]
    stored.close()


def test_several_processes_may_make_a_queue_at_once(database: Database) -> None:
    with ThreadPoolExecutor(4) as pool:
        queues = list(pool.map(lambda _: JobQueue(database), range(4)))

    queues[0].put("a")
    assert all(queue.waiting() == {"a"} for queue in queues)
    for queue in queues:
        queue.close()
