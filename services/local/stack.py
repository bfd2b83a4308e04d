"""The whole pipeline on this machine as one context manager: for ``run``, the demo, the benches and tests."""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from services.local.children import LOOPBACK, Child, free_port, require_free_port, running, tethered
from services.local.clients import Clients, connected
from services.local.emulator import PROJECT, Emulator, start_emulator
from services.local.functions import Function
from services.local.pump import pumping
from services.local.resources import Resources, create_resources
from services.local.state import hold
from services.local.variables import process_variables, settings_variables

_UVICORN = ("uvicorn", "services.api.main:app", "--no-access-log", "--timeout-graceful-shutdown", "1")


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
class LocalStack:
    """The running parts: where they answer, and handles on them; ``variables`` is what their processes got."""

    api_url: str
    simulator_url: str | None
    state_dir: Path
    names: Resources
    emulator: Emulator
    clients: Clients
    functions: Mapping[str, Function]
    variables: Mapping[str, str]
    children: tuple[Child, ...]

    @property
    def logs(self) -> Path:
        """Where every part writes its log."""
        return self.state_dir / "logs"

    def ended(self) -> Child | None:
        """A part that has ended although nobody stopped it, if there is one."""
        return next((child for child in self.children if child.has_ended), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ports:
    """Where the parts answer, chosen before anything starts."""

    api: int
    emulator: int
    functions: int
    simulator: int | None

    @classmethod
    def choose(cls, options: StackOptions) -> "_Ports":
        return cls(
            api=_port(options.api_port, what="the web page", option="--port (make run PORT=…)"),
            emulator=_port(options.emulator_port, what="the AWS emulator", option="--emulator-port"),
            functions=free_port(),
            simulator=free_port() if options.simulator else None,
        )


@contextmanager
def local_stack(options: StackOptions) -> Iterator[LocalStack]:
    """Run everything until the end of the ``with``; raises DidNotStart, PortTaken, SettingsInvalid."""
    with ExitStack() as ends:
        yield _start(options, ends)


def _start(options: StackOptions, ends: ExitStack) -> LocalStack:
    names, logs = Resources(), options.state_dir / "logs"
    lock = ends.enter_context(hold(options.state_dir, afresh=options.afresh))
    ports = _Ports.choose(options)
    settings = _settings(options, names, ports)
    ends.enter_context(_logging_to(logs / "pump.log"))
    # What takes long to import starts first and is awaited last.
    simulator = [ends.enter_context(one) for one in _simulator(options, ports, logs, lock)]
    emulator = ends.enter_context(
        start_emulator(ports.emulator, options.state_dir / "aws", log=logs / "emulator.log", pass_fds=(lock,))
    )
    clients = ends.enter_context(connected(emulator.url))
    create_resources(clients, names)
    aws = {
        **emulator.environment,
        "AWS_ENDPOINT_URL": options.via(emulator.url),
        "AWS_ENDPOINT_URL_LAMBDA": options.via(_url(ports.functions)),
    }
    variables = process_variables(settings, aws)
    api = ends.enter_context(_api(variables, ports, logs, lock))
    functions = ends.enter_context(
        pumping(
            variables=variables,
            port=ports.functions,
            clients=clients,
            endpoint_url=emulator.url,
            names=names,
            state_dir=options.state_dir,
        )
    )
    children = (emulator.child, *simulator, api)
    for child in children:
        child.wait_until_it_listens()
    return LocalStack(
        api_url=_url(ports.api),
        simulator_url=_url(ports.simulator) if ports.simulator else None,
        state_dir=options.state_dir,
        names=names,
        emulator=emulator,
        clients=clients,
        functions=functions,
        variables=variables,
        children=children,
    )


def _settings(options: StackOptions, names: Resources, ports: _Ports) -> dict[str, str]:
    return settings_variables(
        names,
        emulator_url=_url(ports.emulator),
        simulator_url=_url(ports.simulator) if ports.simulator else None,
        contact=options.contact,
        more=options.settings,
    )


def _simulator(
    options: StackOptions, ports: _Ports, logs: Path, lock: int
) -> list[AbstractContextManager[Child]]:
    if options.simulator is None or ports.simulator is None:
        return []
    return [
        running(
            tethered(options.simulator.command(ports.simulator)),
            what="the catalogue simulator",
            port=ports.simulator,
            log=logs / "simulator.log",
            environment=process_variables({}, {}),
            directory=PROJECT,
            pass_fds=(lock,),
        )
    ]


def _api(variables: Mapping[str, str], ports: _Ports, logs: Path, lock: int) -> AbstractContextManager[Child]:
    return running(
        tethered([*_UVICORN, "--host", LOOPBACK, "--port", str(ports.api)]),
        what="the web server",
        port=ports.api,
        log=logs / "api.log",
        environment=variables,
        directory=PROJECT,
        pass_fds=(lock,),
    )


def _url(port: int) -> str:
    return f"http://{LOOPBACK}:{port}"


def _port(chosen: int, *, what: str, option: str) -> int:
    if chosen:
        require_free_port(chosen, what=what, option=option)
    return chosen or free_port()


@contextmanager
def _logging_to(path: Path) -> Iterator[None]:
    """Have the launcher's own parts write to a file, as the functions do."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handler = logging.FileHandler(path)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logger = logging.getLogger("fanfolio.local")
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    try:
        yield
    finally:
        logger.removeHandler(handler)
        handler.close()
