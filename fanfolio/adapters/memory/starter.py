"""Starts that are remembered, and carried out on demand."""

from collections.abc import Callable


class MemoryStarter:
    """Records every start; given callables, ``run`` carries the recorded ones out.

    As with Lambda, starting returns before anything has run.
    """

    def __init__(
        self,
        *,
        orchestrate: Callable[[str], object] | None = None,
        aggregate: Callable[[str], object] | None = None,
    ) -> None:
        self.orchestrate = orchestrate
        self.aggregate = aggregate
        self.orchestrators: list[str] = []
        self.aggregators: list[str] = []
        self._waiting: list[tuple[str, str]] = []

    def start_orchestrator(self, job_id: str) -> None:
        """Remember that the job's file is to be read."""
        self.orchestrators.append(job_id)
        self._waiting.append(("orchestrate", job_id))

    def start_aggregator(self, job_id: str) -> None:
        """Remember that the job is to be watched."""
        self.aggregators.append(job_id)
        self._waiting.append(("aggregate", job_id))

    def run(self) -> int:
        """Carry out what was started, and what that starts, in order; returns how many starts that were."""
        count = 0
        while self._waiting:
            step, job_id = self._waiting.pop(0)
            carry_out = self.orchestrate if step == "orchestrate" else self.aggregate
            if carry_out is not None:
                carry_out(job_id)
            count += 1
        return count
