"""What serves a tenant: its services, made once per process and tenant, over what all tenants share."""

import threading
from collections.abc import Callable
from dataclasses import dataclass

from app.access.keyring import Keyring
from app.database import Database
from app.nlp import PARSER_VERSION
from app.repositories.keys import KeyRepository
from app.services.appraisals import AppraisalService
from app.services.candidate_index import CandidateIndex, index_file
from app.services.candidates import CandidateService
from app.services.clock import Clock
from app.services.comparing import ComparingService
from app.services.decisions import DecisionService
from app.services.erasures import ErasureService
from app.services.explanations import ExplanationService
from app.services.exports import ExportService
from app.services.idempotency import IdempotencyService
from app.services.imports import AT_ONCE, ImportService
from app.services.job_runner import JobRunner
from app.services.jobs import JobService
from app.services.judging import CandidateJudge, JudgedCaches
from app.services.keys import KeyService
from app.services.matches import MatchService
from app.services.placing import Placer
from app.services.postings import PostingService
from app.services.ranking import PostingRanker
from app.services.reader import TextReader
from app.services.reruns import RerunService
from app.services.retention import RetentionService
from app.services.running import MatchRunner, ToldCaches
from app.services.webhook_deliveries import WebhookDeliveryService
from app.services.webhook_endpoints import WebhookEndpointService
from app.settings import Settings
from app.telemetry import Telemetry
from app.webhook_parts import WebhookParts

_MOST_WARMED = 64
"""Tenants whose index is made ready when a process starts; that of others when they first ask."""


class Shared:
    """What the services of all tenants in a process have in common."""

    def __init__(
        self, database: Database, settings: Settings, clock: Clock, telemetry: Telemetry, webhooks: WebhookParts
    ) -> None:
        self.telemetry = telemetry
        self.database = database
        self.settings = settings
        self.clock = clock
        # Reading and judging hold the CPU: more of them at once than there are cores only makes each slower.
        self.slots = threading.BoundedSemaphore(settings.cpu_slots)
        self.imports = threading.BoundedSemaphore(AT_ONCE)
        self.judged = JudgedCaches(settings.prepared_profiles)
        self.told = ToldCaches()
        self.webhooks = webhooks


class Ranking:
    """What ranks the candidates of one tenant."""

    def __init__(self, shared: Shared, tenant_id: str) -> None:
        self.database = shared.database.of(tenant_id)
        chunk = shared.settings.match_chunk_size
        self.judge = CandidateJudge(self.database, chunk, shared.judged)
        told = shared.told.told

        def gone(candidate_id: str) -> None:
            told.forget(candidate_id)
            self.judge.forget(candidate_id)

        self.index = CandidateIndex(self.database, chunk, index_file(shared.settings, self.database), gone)
        self.jobs = JobRunner(
            self.database,
            PostingRanker(self.index, self.judge, shared.slots),
            shared.settings,
            shared.clock,
            shared.webhooks.outbox,
            shared.telemetry.timed,
            shared.telemetry.tracing,
        )


@dataclass(frozen=True, slots=True)
class Services:
    """The use cases, for one tenant."""

    postings: PostingService
    candidates: CandidateService
    imports: ImportService
    matches: MatchService
    reruns: RerunService
    comparing: ComparingService
    appraisals: AppraisalService
    jobs: JobService
    webhook_endpoints: WebhookEndpointService
    webhook_deliveries: WebhookDeliveryService
    keys: KeyService
    idempotency: IdempotencyService
    decisions: DecisionService
    erasures: ErasureService
    retention: RetentionService
    exports: ExportService
    explanations: ExplanationService


class Tenants:
    """Rankings by tenant, made when they are first asked for. Close it to keep their indexes for the next start."""

    def __init__(self, shared: Shared) -> None:
        self.shared = shared
        self._lock = threading.Lock()
        self._rankings: dict[str, Ranking] = {}

    def ranking(self, tenant_id: str) -> Ranking:
        """The ranking of a tenant; its index is taken from its file where there is one."""
        with self._lock:
            found = self._rankings.get(tenant_id)
            if found is None:
                found = Ranking(self.shared, tenant_id)
                found.index.restore()
                self._rankings[tenant_id] = found
            return found

    def indexes(self) -> tuple[CandidateIndex, ...]:
        """The indexes that there are."""
        return tuple(ranking.index for ranking in list(self._rankings.values()))

    def forget(self, tenant_id: str, candidate_id: str) -> None:
        """Let go of an erased person, where anything of their tenant is kept."""
        if (ranking := self._rankings.get(tenant_id)) is not None:
            self.shared.told.told.forget(candidate_id)
            ranking.judge.forget(candidate_id)
            ranking.index.forget(candidate_id)

    def runner(self, tenant_id: str) -> JobRunner:
        """Who runs the jobs of a tenant."""
        return self.ranking(tenant_id).jobs

    def restore(self) -> None:
        """Take the indexes of the last run from their files.

        Before anything is read: the words in the files are then known by the same codes here.
        """
        with self.shared.database.everywhere().read() as session:
            known = KeyRepository(session).tenants()
        for tenant_id in known[:_MOST_WARMED]:
            self.ranking(tenant_id)

    def catch_up_soon(self) -> None:
        """Bring the indexes that there are in step with the database, in threads of their own."""
        for ranking in list(self._rankings.values()):
            ranking.index.catch_up_soon()

    def close(self) -> None:
        """Keep all indexes."""
        for ranking in list(self._rankings.values()):
            ranking.index.close()


class TenantServices:
    """Services by tenant, made when they are first asked for."""

    def __init__(self, tenants: Tenants, reader: TextReader, enqueue: Callable[[str], None], keyring: Keyring) -> None:
        self._tenants = tenants
        self._reader = reader
        self._enqueue = enqueue
        self._keyring = keyring
        self._made: dict[str, Services] = {}

    def known(self, tenant_id: str) -> Services | None:
        """The services of a tenant that asked before, or null; never waits."""
        return self._made.get(tenant_id)

    def of(self, tenant_id: str) -> Services:
        """The services of a tenant; takes long where its index is read from a file."""
        found = self._made.get(tenant_id)
        return found or self._made.setdefault(tenant_id, self._make(self._tenants.ranking(tenant_id)))

    def _make(self, ranking: Ranking) -> Services:
        shared, database, index, judge = self._tenants.shared, ranking.database, ranking.index, ranking.judge
        settings, clock, slots = shared.settings, shared.clock, shared.slots
        telemetry, outbox = shared.telemetry, shared.webhooks.outbox
        runner = MatchRunner(index, judge, slots, shared.told, telemetry.timed)
        erasures = ErasureService(database, clock, runner.forget, outbox)
        return Services(
            postings=PostingService(database, self._reader, settings, clock, PARSER_VERSION, outbox),
            candidates=CandidateService(database, settings, clock),
            imports=ImportService(
                database, settings, clock, slots, shared.imports, index.catch_up_soon, telemetry.metrics.import_line
            ),
            matches=MatchService(database, runner, settings, clock, outbox),
            reruns=RerunService(database, runner),
            comparing=ComparingService(database, judge, settings, clock, slots),
            appraisals=AppraisalService(database, Placer(index, judge), settings, clock, slots),
            jobs=JobService(database, settings, clock, self._enqueue, telemetry.tracing),
            webhook_endpoints=shared.webhooks.endpoints(database),
            webhook_deliveries=shared.webhooks.deliveries(database),
            keys=KeyService(database, settings, clock, self._keyring.forget),
            idempotency=IdempotencyService(database, settings, clock),
            decisions=DecisionService(database, settings),
            erasures=erasures,
            retention=RetentionService(database, erasures, settings, clock),
            exports=ExportService(database, settings, clock),
            explanations=ExplanationService(database, settings),
        )
