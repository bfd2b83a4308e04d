"""The whole pipeline on this machine as one context manager: for ``run``, the demo, the benches and tests."""

import logging
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from services.local.children import LOOPBACK, Child, running, tethered
from services.local.clients import Clients, connected
from services.local.emulator import PROJECT, Emulator, start_emulator
from services.local.functions import Function
from services.local.options import Ports, StackOptions
from services.local.pump import pumping
from services.local.resources import Resources, create_resources
from services.local.state import hold
from services.local.variables import process_variables, settings_variables

_WEB_SERVER = "services.api.serve"


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


@contextmanager
def local_stack(options: StackOptions) -> Iterator[LocalStack]:
    """Run everything until the end of the ``with``; raises DidNotStart, PortTaken, SettingsInvalid."""
    with ExitStack() as ends:
        yield _start(options, ends)


def _start(options: StackOptions, ends: ExitStack) -> LocalStack:
    names, logs = Resources(), options.state_dir / "logs"
    lock = ends.enter_context(hold(options.state_dir, afresh=options.afresh))
    ports = Ports.choose(options)
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
            variables_of=lambda _: variables,
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


def _settings(options: StackOptions, names: Resources, ports: Ports) -> dict[str, str]:
    return settings_variables(
        names,
        emulator_url=_url(ports.emulator),
        simulator_url=_url(ports.simulator) if ports.simulator else None,
        contact=options.contact,
        more=options.settings,
    )


def _simulator(
    options: StackOptions, ports: Ports, logs: Path, lock: int
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


def _api(variables: Mapping[str, str], ports: Ports, logs: Path, lock: int) -> AbstractContextManager[Child]:
    return running(
        tethered([_WEB_SERVER, "--host", LOOPBACK, "--port", str(ports.api)]),
        what="the web server",
        port=ports.api,
        log=logs / "api.log",
        environment=variables,
        directory=PROJECT,
        pass_fds=(lock,),
    )


def _url(port: int) -> str:
    return f"http://{LOOPBACK}:{port}"


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
