"""What can be chosen about the local pipeline, and the ports on which its parts answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from services.local.children import free_port, require_free_port


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulator:
    """How the simulated catalogues behave; ``options`` are further arguments of ``python -m catalogue_sim``."""

    latency_ms: float = 0.0
    limits: bool = True
    options: tuple[str, ...] = ()

    def command(self, port: int) -> list[str]:
        """Its module and arguments."""
        limits = "--limits" if self.limits else "--no-limits"
        latency = ["--latency-ms", str(self.latency_ms)]
        return ["catalogue_sim", "--port", str(port), *latency, limits, *self.options]


@dataclass(frozen=True, slots=True, kw_only=True)
class StackOptions:
    """What can be chosen; no ``simulator`` means the live catalogues, port 0 any free one.

    ``afresh`` forgets what a former run left in ``state_dir``. ``settings`` are further FANFOLIO_ variables. ``via``
    gives the address by which functions and API reach an AWS endpoint, where something stands in between.
    """

    state_dir: Path
    afresh: bool = False
    simulator: Simulator | None = field(default_factory=Simulator)
    contact: str | None = None
    api_port: int = 0
    emulator_port: int = 0
    settings: Mapping[str, str] = field(default_factory=dict)
    via: Callable[[str], str] = str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """Where the parts answer, chosen before anything starts."""

    api: int
    emulator: int
    functions: int
    simulator: int | None

    @classmethod
    def choose(cls, options: StackOptions) -> "Ports":
        """Those that were asked for, which must be free, and others that are; raises PortTaken."""
        return cls(
            api=_port(options.api_port, what="the web page", option="--port (make run PORT=…)"),
            emulator=_port(options.emulator_port, what="the AWS emulator", option="--emulator-port"),
            functions=free_port(),
            simulator=free_port() if options.simulator else None,
        )


def _port(chosen: int, *, what: str, option: str) -> int:
    if chosen:
        require_free_port(chosen, what=what, option=option)
    return chosen or free_port()
