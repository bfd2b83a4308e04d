"""The FastAPI application, given its front; main.py wires the real one, tests give their own."""

from fastapi import FastAPI

from fanfolio import __version__
from services.api.bootstrap import Front
from services.api.problems import install_problems
from services.api.routes import router


def create_app(front: Front) -> FastAPI:
    """The application that serves ``front``."""
    app = FastAPI(
        title="Fanfolio",
        version=__version__,
        summary="Import a reading-library export; read its dashboard.",
        redoc_url=None,
    )
    app.state.front = front
    app.include_router(router)
    install_problems(app, front.log)
    return app
