"""The simulator's own routes: what it is set to, what it has counted, and how to change or forget that."""

import msgspec
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from catalogue_sim.answers import json_answer
from catalogue_sim.settings import SettingsRefused
from catalogue_sim.simulation import Simulation


def control_routes(sim: Simulation) -> APIRouter:
    """Routes under ``/_sim``: never counted, limited or spoiled."""
    routes = APIRouter(prefix="/_sim")

    @routes.get("/settings")
    async def settings() -> Response:
        return json_answer(sim.settings)

    @routes.post("/settings")
    async def change(request: Request) -> Response:
        try:
            changes = msgspec.json.decode(await request.body(), type=dict[str, object])
            return json_answer(sim.change(changes))
        except (SettingsRefused, msgspec.DecodeError) as exc:
            return json_answer({"error": str(exc)}, status=422)

    @routes.get("/counts")
    async def counts() -> Response:
        return json_answer(sim.counts.as_json())

    @routes.post("/reset")
    async def reset() -> Response:
        sim.reset()
        return json_answer(sim.counts.as_json())

    return routes
