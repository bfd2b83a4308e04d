"""The committed OpenAPI document: ``python -m tools.openapi`` writes it, ``--check`` tells whether it has drifted."""

import json
import sys
from pathlib import Path

from fanfolio.adapters.memory import (
    FakeClock,
    MemoryBookQueue,
    MemoryIdempotencyKeys,
    MemoryJobStore,
    MemoryObjects,
    MemoryStarter,
    MemoryTransfer,
    MemoryVitals,
)
from fanfolio.settings import REQUIRED, Settings
from services.api.app import create_app
from services.api.bootstrap import Ports, build_front
from services.api.openapi import openapi_of

OPENAPI_PATH = Path(__file__).parent.parent / "docs" / "openapi.json"


def render_openapi() -> str:
    """The document as it is committed."""
    clock, objects = FakeClock(), MemoryObjects()
    queue = MemoryBookQueue(clock)
    ports = Ports(
        jobs=MemoryJobStore(),
        objects=objects,
        starter=MemoryStarter(),
        queue=queue,
        transfer=MemoryTransfer(objects, clock=clock),
        idempotency_keys=MemoryIdempotencyKeys(clock=clock),
        vitals=MemoryVitals(waiting=queue.__len__),
        clock=clock,
    )
    app = create_app(build_front(Settings(**dict.fromkeys(REQUIRED, "x")), ports))  # type: ignore[arg-type] # all are text
    return json.dumps(openapi_of(app), indent=2, ensure_ascii=False) + "\n"


def main() -> int:
    """Write the document, or with ``--check`` compare it: 1 when the committed one is another."""
    rendered = render_openapi()
    if "--check" not in sys.argv:
        OPENAPI_PATH.write_text(rendered, encoding="utf-8")
        return 0
    if OPENAPI_PATH.read_text(encoding="utf-8") == rendered:
        return 0
    sys.stderr.write("docs/openapi.json is not what the API is: run `make openapi` and commit it.\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
