"""Libraries that come in, one after another, to one deployment; what each of them waits for."""

import random
from collections.abc import Generator
from dataclasses import dataclass, field
from typing import Any

import simpy

from bench.scale.choices import BOOKS_A_LIBRARY, Choices
from bench.scale.feeding import Mapping, Message
from bench.scale.pace import Pace
from bench.scale.pool import Pool

# Identifiers first, title and author for what is left: two requests for what the cache does not know.
PASSES = 2
_LONGEST_DELAY_S = 60.0

Steps = Generator[simpy.Event, Any, None]


@dataclass(eq=False, slots=True, kw_only=True)
class Job:
    """One library: ``open_messages`` are still to be settled."""

    began: float
    settled: simpy.Event
    open_messages: int = 0
    expired: bool = False


@dataclass(slots=True, kw_only=True)
class Outcome:
    """What happened: seconds a job took, how many ended incomplete, what was busy, what is paid for."""

    job_s: list[float] = field(default_factory=list)
    incomplete: int = 0
    most_concurrent: int = 0
    most_workers: int = 0
    queue_age_s: float = 0.0
    worker_s: float = 0.0
    aggregator_s: float = 0.0
    cold_starts: int = 0
    requests: int = 0


class Deployment:
    """Functions, queue and pace of one deployment."""

    def __init__(self, choices: Choices, *, seed: int) -> None:
        self.env = simpy.Environment()
        self.outcome = Outcome()
        self._choices = choices
        self._dice = random.Random(seed)
        self._account = simpy.Resource(self.env, capacity=choices.account_concurrency)
        self._pace = Pace(choices)
        self._pool = Pool(self.env, self._pace, request_s=PASSES * choices.durations.request)
        self.mapping = Mapping(self.env, choices, self._account, self._look_up)

    @property
    def concurrency(self) -> int:
        """How many invocations are under way."""
        return self._account.count

    def run(self, *, rate_per_s: float, jobs: int) -> Outcome:
        """Have so many libraries come in at random, and wait until all have ended."""
        self.env.run(until=self.env.process(self._arrivals(rate_per_s, jobs)))
        mapping = self.mapping
        self.outcome.most_workers, self.outcome.queue_age_s = mapping.most_busy, mapping.oldest_s
        self.outcome.worker_s, self.outcome.cold_starts = mapping.worked_s, mapping.cold_starts
        self.outcome.requests = self._pace.requests
        return self.outcome

    def _arrivals(self, rate_per_s: float, jobs: int) -> Steps:
        under_way = []
        for _ in range(jobs):
            under_way.append(self.env.process(self._import()))
            yield self.env.timeout(self._dice.expovariate(rate_per_s))
        yield self.env.all_of(under_way)

    def _import(self) -> Steps:
        env, took = self.env, self._choices.durations
        job = Job(began=env.now, settled=env.event())
        yield env.timeout(took.upload)
        with self._account.request() as orchestrator:
            yield orchestrator
            yield env.timeout(took.read)
            self._send(job)
        with self._account.request() as aggregator:
            yield aggregator
            watched = env.now
            self.outcome.most_concurrent = max(self.outcome.most_concurrent, self._account.count)
            left_s = job.began + self._choices.deadline_of_library_s - env.now
            yield job.settled | env.timeout(max(0.0, left_s))
            job.expired = not job.settled.triggered
            yield env.timeout(took.notice + took.assemble)
            self.outcome.aggregator_s += env.now - watched
        self.outcome.incomplete += job.expired
        self.outcome.job_s.append(env.now - job.began)

    def _send(self, job: Job) -> None:
        size = self._choices.books_per_message
        sizes = [min(size, BOOKS_A_LIBRARY - at) for at in range(0, BOOKS_A_LIBRARY, size)]
        job.open_messages = len(sizes)
        for books in sizes:
            unknown = sum(self._dice.random() >= self._choices.hit_rate for _ in range(books))
            self.mapping.send(Message(job=job, books=books, unknown=unknown))

    def _look_up(self, message: Message) -> Steps:
        """A worker's way with one message."""
        env, took = self.env, self._choices.durations
        yield env.timeout(took.cache)
        self.outcome.most_concurrent = max(self.outcome.most_concurrent, self._account.count)
        job: Job = message.job
        if job.expired:
            return
        unknown = message.unknown
        if unknown and self._choices.pools:
            env.process(self._settle_when_pooled(job, self._pool.ask(unknown)))
            return
        for _ in range(PASSES if unknown else 0):
            wait_s = self._pace.wait_s(env.now, patience_s=self._choices.patience_s)
            if wait_s < 0:
                later = Message(job=job, books=unknown, unknown=unknown)
                self.mapping.send(later, delay_s=min(max(1.0, -wait_s), _LONGEST_DELAY_S))
                return
            yield env.timeout(wait_s + took.request)
        yield env.timeout(took.results)
        self._settle(job)

    def _settle_when_pooled(self, job: Job, answered: simpy.Event) -> Steps:
        yield answered
        yield self.env.timeout(self._choices.durations.results)
        self._settle(job)

    def _settle(self, job: Job) -> None:
        job.open_messages -= 1
        if job.open_messages == 0:
            job.settled.succeed()
