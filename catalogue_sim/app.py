"""The simulator as an ASGI application."""

import time
from collections.abc import Callable

from fastapi import FastAPI

from catalogue_sim.connections import Connections
from catalogue_sim.control import control_routes
from catalogue_sim.gate import Gate
from catalogue_sim.google_books import google_books_routes
from catalogue_sim.open_library import open_library_routes
from catalogue_sim.settings import SimSettings
from catalogue_sim.simulation import Simulation


def create_app(
    settings: SimSettings,
    *,
    clock: Callable[[], float] = time.monotonic,
    connections: Connections | None = None,
) -> FastAPI:
    """Both catalogues and the controls; ``connections`` are the sockets, where a server has any."""
    sim = Simulation(settings, clock=clock, connections=connections)
    app = FastAPI(title="Catalogue simulator", docs_url=None, redoc_url=None, openapi_url=None)
    app.include_router(control_routes(sim))
    app.include_router(open_library_routes(sim))
    app.include_router(google_books_routes(sim))
    app.add_middleware(Gate, sim=sim)
    return app
