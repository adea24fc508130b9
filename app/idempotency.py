"""`Idempotency-Key` on every POST of the API, as pure ASGI: who sends a request again is answered the same."""

import asyncio
import hashlib
import re
from collections.abc import Callable
from contextlib import suppress
from typing import ParamSpec, Protocol, TypeVar

import anyio.to_thread
import structlog
from anyio import CapacityLimiter
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.claims import Claim, KeptAnswer, current_claim
from app.errors import AppError, field_error, invalid_input
from app.principal import Principal
from app.principal import Scope as AccessScope
from app.problem_answer import problem_answer
from app.settings import Settings

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
_KEY = re.compile(r"[\x20-\x7e]{1,255}")
_PREFIX = "/v1/"
_NOT_KEPT = frozenset({408, 429, 499})
_NOT_OF_THE_ANSWER = frozenset({"content-length", "connection"})
_RENEWALS = 3
_THREADS = 8
_log = structlog.get_logger("gunning.idempotency")

ArgumentsT = ParamSpec("ArgumentsT")
ResultT = TypeVar("ResultT")


class _Answered(Protocol):
    @property
    def answer(self) -> KeptAnswer: ...
    @property
    def body_sha256(self) -> str: ...


class _Service(Protocol):
    @property
    def lease_seconds(self) -> float: ...
    def claim(self, key: str, target: str) -> "Claim | _Answered": ...
    def renew(self, claim: Claim) -> None: ...
    def finish(self, claim: Claim, answer: KeptAnswer) -> None: ...
    def release(self, claim: Claim) -> None: ...


class Idempotency:
    """Wraps the router. The body is hashed as the route reads it, so that it may be of any size."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        # Threads of its own: keeping an answer must not queue behind requests that wait for a thread.
        self._limiter = CapacityLimiter(_THREADS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        keys = Headers(scope=scope).getlist(HEADER) if _takes_key(scope) else []
        if not keys:
            await self._app(scope, receive, send)
            return
        request_id = scope["state"]["request_id"]
        try:
            if len(keys) > 1 or not _KEY.fullmatch(keys[0]):
                raise invalid_input(field_error("idempotency_key", HEADER, "header"))
            service = await self._service(scope)
            claimed = await self._off_loop(service.claim, keys[0], _target(scope))
            if not isinstance(claimed, Claim):
                await self._replay(claimed, scope, receive, send)
                return
        except AppError as error:
            await problem_answer(error, request_id)(scope, receive, send)
            return
        await self._run(service, claimed, scope, receive, send)

    async def _run(self, service: _Service, claim: Claim, scope: Scope, receive: Receive, send: Send) -> None:
        answer = _Recorder()
        hashing = _hashing(claim, receive)
        renewing = asyncio.create_task(self._renew(service, claim))
        token = current_claim.set(claim)
        try:
            await self._app(scope, hashing, answer.send)
            await self._keep(service, claim, answer.kept(), scope, hashing)
        except BaseException:
            with suppress(Exception):
                await self._off_loop(service.release, claim)
            raise
        finally:
            current_claim.reset(token)
            renewing.cancel()
        await answer.pass_on(send)

    async def _keep(self, service: _Service, claim: Claim, answer: KeptAnswer, scope: Scope, receive: Receive) -> None:
        if claim.concealed or (claim.complete and answer == claim.settled):
            return
        if not claim.complete and (answer.status < 400 or not _has_body(scope)):
            # What a route leaves unread is part of the request all the same.
            await _drain(receive, scope["app"].state.settings)
        keep = claim.complete and answer.status < 500 and answer.status not in _NOT_KEPT
        try:
            if keep:
                await self._off_loop(service.finish, claim, answer)
            else:
                await self._off_loop(service.release, claim)
        except Exception as error:  # the answer is right, whatever becomes of the record: the lease ends by itself
            _log.error("answer_not_kept", request_id=scope["state"]["request_id"], error=type(error).__name__)

    async def _replay(self, before: _Answered, scope: Scope, receive: Receive, send: Send) -> None:
        claim = Claim("", "")
        await _drain(_hashing(claim, receive), scope["app"].state.settings)
        if not claim.complete:
            raise AppError("request-timeout", headers={"Connection": "close"})
        if claim.body_sha256() != before.body_sha256:
            raise AppError("idempotency-key-reused")
        answer = before.answer
        if answer.body is None:
            await self._read_again(answer, scope, send)
            return
        response = Response(answer.body, answer.status, headers=answer.headers | {REPLAYED: "true"})
        await response(scope, receive, send)

    async def _read_again(self, answer: KeptAnswer, scope: Scope, send: Send) -> None:
        """Answer with the resource that was made, where its representation was too large to keep twice."""
        path = answer.headers["location"]
        asked = {**scope, "method": "GET", "path": path, "raw_path": path.encode(), "query_string": b"", "headers": []}

        async def send_as_before(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200:
                message = {**message, "status": answer.status}
                headers = MutableHeaders(scope=message)
                for name, value in answer.headers.items():
                    headers[name] = value
                headers[REPLAYED] = "true"
            await send(message)

        await self._app(asked, _nothing, send_as_before)

    async def _service(self, scope: Scope) -> _Service:
        services, tenant_id = scope["app"].state.services, scope["state"]["principal"].tenant_id
        made = services.known(tenant_id) or await self._off_loop(services.of, tenant_id)
        service: _Service = made.idempotency
        return service

    async def _renew(self, service: _Service, claim: Claim) -> None:
        while True:
            await asyncio.sleep(service.lease_seconds / _RENEWALS)
            with suppress(AppError):
                await self._off_loop(service.renew, claim)

    async def _off_loop(
        self, work: Callable[ArgumentsT, ResultT], *given: ArgumentsT.args, **named: ArgumentsT.kwargs
    ) -> ResultT:
        return await anyio.to_thread.run_sync(lambda: work(*given, **named), limiter=self._limiter)


class _Recorder:
    """Holds back an answer until it is kept: who has it may be sure that it will be the same again."""

    def __init__(self) -> None:
        self._messages: list[Message] = []

    async def send(self, message: Message) -> None:
        self._messages.append(message)

    def kept(self) -> KeptAnswer:
        start = self._messages[0]
        headers = Headers(raw=start["headers"])
        return KeptAnswer(
            start["status"],
            {name: value for name, value in headers.items() if name not in _NOT_OF_THE_ANSWER},
            b"".join(message.get("body", b"") for message in self._messages[1:]),
        )

    async def pass_on(self, send: Send) -> None:
        for message in self._messages:
            await send(message)


def _takes_key(scope: Scope) -> bool:
    return bool(scope["type"] == "http" and scope["method"] == "POST" and scope["path"].startswith(_PREFIX))


def _target(scope: Scope) -> str:
    """The digest of what is asked, but for the body."""
    headers = Headers(scope=scope)
    principal: Principal = scope["state"]["principal"]
    told = [
        # Who may do less must not be given the answer to who may do more; a rotated key may do the same.
        " ".join(scope for scope in AccessScope if principal.may(scope)),
        scope["method"],
        scope["path"],
        scope["query_string"].decode("latin-1"),
        headers.get("content-type", ""),
        headers.get("content-encoding", ""),
        headers.get("content-disposition", ""),
    ]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


def _has_body(scope: Scope) -> bool:
    headers = Headers(scope=scope)
    return headers.get("content-length", "0") != "0" or "transfer-encoding" in headers


def _hashing(claim: Claim, receive: Receive) -> Receive:
    async def receive_and_hash() -> Message:
        message = await receive()
        if message["type"] == "http.request":
            claim.feed(message.get("body", b""), last=not message.get("more_body", False))
        return message

    return receive_and_hash


async def _drain(receive: Receive, settings: Settings) -> None:
    """Read the body to its end, or until nothing came for a while or more came than any route takes."""
    left = max(settings.max_import_bytes, settings.max_document_bytes, settings.max_body_bytes)
    with suppress(TimeoutError):
        while left >= 0:
            async with asyncio.timeout(settings.body_timeout_seconds):
                message = await receive()
            if message["type"] != "http.request" or not message.get("more_body", False):
                return
            left -= len(message.get("body", b""))


async def _nothing() -> Message:
    return {"type": "http.request", "body": b"", "more_body": False}
