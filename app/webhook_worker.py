"""Sends webhooks beside the jobs: takes ids of endpoints from a queue, and serves each in a thread of its own."""

import threading
import time

import structlog

from app.queue import JobQueue
from app.services.all_webhooks import AllWebhooks

QUEUE = "webhooks"
_SWEEP_SECONDS = 1.0
_MOST_POLL_SECONDS = 0.5
_TURN_POLL_SECONDS = 0.5
_START_SECONDS = 5.0
_STOP_SECONDS = 5.0
_log = structlog.get_logger("gunning.webhook")


class WebhookWorker:
    """One thread takes ids, one looks what is due, and up to `senders` send."""

    def __init__(self, queue: JobQueue, webhooks: AllWebhooks, senders: int) -> None:
        self._queue = queue
        self._webhooks = webhooks
        self._turns = threading.BoundedSemaphore(senders)
        self._sending: set[threading.Thread] = set()
        self._consumer = queue.consume(self._hand_on, self._sweep, 1, _SWEEP_SECONDS, _MOST_POLL_SECONDS)
        self._consumer.shutdown_timeout = _STOP_SECONDS
        self._thread = threading.Thread(target=self._consumer.run, name="webhooks", daemon=True)

    def start(self) -> None:
        """Begin, in threads of its own; returns when they have started, for only then can they be stopped."""
        self._thread.start()
        self._consumer.started.wait(_START_SECONDS)

    def stop(self) -> None:
        """Send no more. What is being sent has five seconds; whatever is left of it is sent again by another."""
        until = time.monotonic() + _STOP_SECONDS
        self._consumer.stop(graceful=True)
        for thread in (self._thread, *tuple(self._sending)):
            thread.join(max(until - time.monotonic(), 0))

    def _hand_on(self, endpoint_id: str) -> None:
        # While all are busy the ids wait in the queue, where other processes find them.
        while not self._turns.acquire(timeout=_TURN_POLL_SECONDS):
            if self._consumer.stop_flag.is_set():
                return
        thread = threading.Thread(target=self._serve, args=(endpoint_id,), name="webhook-sender", daemon=True)
        self._sending.add(thread)
        thread.start()

    def _serve(self, endpoint_id: str) -> None:
        try:
            if self._webhooks.serve(endpoint_id, self._consumer.stop_flag.is_set):
                self._queue.put(endpoint_id)
        except Exception as error:  # the sweep finds what is due
            _log.warning("webhook_not_enqueued", endpoint=endpoint_id, error=type(error).__name__)
        finally:
            self._sending.discard(threading.current_thread())
            self._turns.release()

    def _sweep(self) -> None:
        try:
            due = self._webhooks.due()
            waiting = self._queue.waiting() if due else set()
            for endpoint_id in due:
                if endpoint_id not in waiting:
                    self._queue.put(endpoint_id)
        except Exception as error:  # the next sweep may succeed, whatever a database raises
            _log.error("sweep_failed", error=type(error).__name__)
