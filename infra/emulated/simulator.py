"""The simulated catalogues where containers reach them: on the containers' bridge instead of loopback.

Usage: python -m infra.emulated.simulator PORT ADDRESS
"""

import sys

import uvicorn

from catalogue_sim.app import create_app
from catalogue_sim.settings import SimSettings

# About what a bulk search takes; requests over the published rates are refused as they would be.
_LATENCY_MS = 300.0


def main() -> None:
    """Serve until SIGTERM or SIGINT."""
    port, address = int(sys.argv[1]), sys.argv[2]
    app = create_app(SimSettings(latency_ms=_LATENCY_MS))
    uvicorn.run(app, host=address, port=port, log_level="warning", access_log=False, lifespan="off")


if __name__ == "__main__":
    main()
