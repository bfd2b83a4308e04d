"""``python -m catalogue_sim --port 4570``: the simulator under uvicorn, on this machine alone."""

import argparse
import asyncio
import sys
from collections.abc import Sequence

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from catalogue_sim.app import create_app
from catalogue_sim.connections import Connections
from catalogue_sim.settings import FAULTS, SAMPLE_WORKS, SettingsRefused, SimSettings, mix_from, settings_from

HOST = "127.0.0.1"
PORT = 4570


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until SIGTERM or SIGINT; 2 where a setting is refused."""
    options = _parser().parse_args(arguments)
    try:
        settings = _settings_of(options)
    except SettingsRefused as exc:
        sys.stderr.write(f"catalogue_sim: {exc}\n")
        return 2
    asyncio.run(_serve(settings, port=options.port))
    return 0


async def _serve(settings: SimSettings, *, port: int) -> None:
    connections = Connections()
    config = uvicorn.Config(
        create_app(settings, connections=connections),
        host=HOST,
        port=port,
        http=_protocol_noting(connections),
        log_level="warning",
        access_log=False,
        server_header=False,
        lifespan="off",
        timeout_graceful_shutdown=1,
    )
    server = _AnnouncedServer(config)
    await server.serve()


class _AnnouncedServer(uvicorn.Server):
    """A server that says where it listens, once it does (the port may have been chosen by the system)."""

    async def startup(self, sockets: list[object] | None = None) -> None:  # type: ignore[override]  # not used here
        await super().startup()
        if self.started:
            port = self.servers[0].sockets[0].getsockname()[1]
            sys.stdout.write(f"catalogue simulator on http://{HOST}:{port}\n")
            sys.stdout.flush()


def _protocol_noting(connections: Connections) -> type[H11Protocol]:
    class NotingProtocol(H11Protocol):
        """HTTP as uvicorn speaks it, with every socket noted for the faults that need one."""

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
            super().connection_made(transport)
            if self.client is not None:
                connections.opened(self.client, transport)

        def connection_lost(self, exc: Exception | None) -> None:
            if self.client is not None:
                connections.closed(self.client)
            super().connection_lost(exc)

    return NotingProtocol


def _settings_of(options: argparse.Namespace) -> SimSettings:
    values = {name: value for name, value in vars(options).items() if name != "port" and value is not None}
    for name in ("errors", "google_errors"):
        values[name] = mix_from(values.get(name, ""))
    if values["works"] == "none":
        values["works"] = None
    return settings_from(values)


def _parser() -> argparse.ArgumentParser:
    defaults = SimSettings()
    parser = argparse.ArgumentParser(prog="python -m catalogue_sim", description=__doc__)
    add = parser.add_argument
    add("--port", type=int, default=PORT, help="0 lets the system choose (default: %(default)s)")
    add("--seed", type=int, default=defaults.seed)
    add("--works", default=str(SAMPLE_WORKS), help="JSON lines of works, or none (default: the sample's)")
    add("--latency-ms", type=float, default=defaults.latency_ms)
    add("--jitter-ms", type=float, default=defaults.jitter_ms)
    add("--miss-share", type=float, default=defaults.miss_share, help="of invented works, from 0 to 1")
    add("--limits", action=argparse.BooleanOptionalAction, default=defaults.limits)
    add("--contact-required", action=argparse.BooleanOptionalAction, default=defaults.contact_required)
    add("--errors", help=f"NAME=SHARE,… for Open Library; names: {', '.join(FAULTS)}")
    add("--google-errors", help="the same for Google Books")
    add("--hang-s", type=float, default=defaults.hang_s)
    add("--slow-body-s", type=float, default=defaults.slow_body_s)
    add("--google-key", default=defaults.google_key)
    add("--google-per-day", type=int, default=defaults.google_per_day)
    add("--google-wrong-isbn-share", type=float, default=defaults.google_wrong_isbn_share)
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
