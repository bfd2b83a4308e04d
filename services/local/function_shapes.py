"""The functions of the pipeline, declared once: what runs here and what the cloud stack is compared with."""

from dataclasses import dataclass

from fanfolio.adapters.shapes import WORKER_TIMEOUT_S


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionShape:
    """A function's handler and limits; ``concurrency`` is how many invocations may run at once on one machine."""

    name: str
    handler: str
    timeout_s: int
    memory_mb: int
    concurrency: int


# With as much memory a function has one whole processor: less makes the same work last longer for the same money.
_ONE_PROCESSOR_MB = 1769

ORCHESTRATOR = FunctionShape(
    name="fanfolio-orchestrator",
    handler="services.api.orchestrate:handler",
    timeout_s=300,
    memory_mb=_ONE_PROCESSOR_MB,
    concurrency=4,
)
AGGREGATOR = FunctionShape(
    name="fanfolio-aggregator",
    handler="services.aggregator.main:handler",
    timeout_s=300,
    memory_mb=_ONE_PROCESSOR_MB,
    concurrency=8,
)
SWEEP = FunctionShape(
    name="fanfolio-sweep",
    handler="services.aggregator.sweep:handler",
    timeout_s=60,
    memory_mb=512,
    concurrency=1,
)
WORKER = FunctionShape(
    name="fanfolio-worker",
    handler="services.worker.main:handler",
    timeout_s=WORKER_TIMEOUT_S,
    memory_mb=_ONE_PROCESSOR_MB,
    concurrency=8,
)
DEAD_LETTERS = FunctionShape(
    name="fanfolio-dead-letters",
    handler="services.worker.dead_letters:handler",
    timeout_s=WORKER_TIMEOUT_S,
    memory_mb=512,
    concurrency=2,
)

FUNCTIONS = (ORCHESTRATOR, AGGREGATOR, SWEEP, WORKER, DEAD_LETTERS)

SWEEP_EVERY_S = 60

# One message holds up to a hundred books: more than one in a batch would only make them wait for each other.
BATCH_SIZE = 1
