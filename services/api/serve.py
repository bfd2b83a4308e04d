"""The front door under uvicorn where it meets clients itself: ``python -m services.api.serve --port 8000``."""

import argparse

import uvicorn

from services.api.slow_clients import ImpatientProtocol


def main() -> None:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    options = parser.parse_args()
    uvicorn.run(
        "services.api.main:app",
        host=options.host,
        port=options.port,
        http=ImpatientProtocol,
        # Addresses hold job ids, and who knows a job's id may read its dashboard.
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=1,
    )


if __name__ == "__main__":
    main()
