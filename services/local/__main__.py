"""``python -m services.local run`` and ``demo``: the whole pipeline on one machine."""

import argparse
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import NoReturn

import httpx
from rich.console import Console

from fanfolio.domain.errors import SettingsInvalid
from services.local import demo
from services.local.children import DidNotStart
from services.local.options import Simulator, StackOptions
from services.local.stack import LocalStack, local_stack
from services.local.visitor import ImportFailed, ImportRefused

_LOOK_EVERY_S = 0.5
_LAST_PORT = 65535


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the chosen command; 0 when it went well, 1 with a sentence on standard error when not."""
    options = _parser().parse_args(arguments)
    signal.signal(signal.SIGTERM, _as_if_interrupted)
    console = Console(highlight=False)
    try:
        return _demo(options, console) if options.command == "demo" else _run(options, console)
    except KeyboardInterrupt:
        console.print("\nStopped.")
        return 0 if options.command == "run" else 130
    except (DidNotStart, SettingsInvalid, ImportRefused, OSError) as exc:
        sys.stderr.write(f"fanfolio: {exc}\n")
        return 1
    except (ImportFailed, httpx.HTTPError) as exc:
        sys.stderr.write(f"fanfolio: {exc}\nWhat each part had to say is in {options.state_dir / 'logs'}.\n")
        return 1


def _demo(options: argparse.Namespace, console: Console) -> int:
    shown = demo.Demo(library=options.library, latency_ms=options.latency_ms, state_dir=options.state_dir)
    demo.show(shown, console)
    return 0


def _run(options: argparse.Namespace, console: Console) -> int:
    chosen = StackOptions(
        state_dir=options.state_dir,
        simulator=Simulator(latency_ms=options.latency_ms) if options.catalogue == "sim" else None,
        contact=options.contact,
        api_port=options.port,
        emulator_port=options.emulator_port,
    )
    with local_stack(chosen) as stack:
        _welcome(console, stack)
        while (ended := stack.ended()) is None:
            threading.Event().wait(_LOOK_EVERY_S)
        raise DidNotStart(f"{ended.what} has ended: see {ended.log}")


def _welcome(console: Console, stack: LocalStack) -> None:
    simulated = f"simulated at {stack.simulator_url}" if stack.simulator_url else "live: Open Library"
    console.print(f"[bold]Fanfolio[/] is at [bold cyan]http://localhost:{stack.children[-1].port}[/]\n")
    for name, value in (
        ("catalogues", simulated),
        ("jobs and results", stack.state_dir),
        ("logs", stack.logs),
        ("to stop", "Ctrl-C (a restart finds everything again)"),
    ):
        console.print(f"  {name:<18}{value}")


def _as_if_interrupted(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(2, f"fanfolio: {message}\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m services.local", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", help="start everything and stay up")
    run.add_argument("--catalogue", choices=("live", "sim"), default="live", help="default: %(default)s")
    run.add_argument("--contact", help="e-mail address or URL that Open Library may contact")
    run.add_argument(
        "--port", type=_port, default=8000, help="of the page and API; 0: any (default: %(default)s)"
    )
    run.add_argument(
        "--emulator-port", type=_port, default=0, help="of the AWS emulator (default: any free one)"
    )
    run.add_argument("--latency-ms", type=float, default=0.0, help="of a simulated catalogue's answer")
    run.add_argument("--state-dir", type=Path, default=Path(".fanfolio"), help="default: %(default)s")
    show = commands.add_parser("demo", help="import a sample library and show its dashboard")
    defaults = demo.Demo()
    show.add_argument(
        "--library", type=Path, default=defaults.library, help="an export (default: the sample)"
    )
    show.add_argument("--latency-ms", type=float, default=defaults.latency_ms, help="default: %(default)s")
    show.add_argument("--state-dir", type=Path, default=defaults.state_dir, help="default: %(default)s")
    return parser


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) <= _LAST_PORT):
        raise argparse.ArgumentTypeError(
            f"{text} is no port: give a number from 1 to {_LAST_PORT}, or 0 for any"
        )
    return int(text)


if __name__ == "__main__":
    raise SystemExit(main())
