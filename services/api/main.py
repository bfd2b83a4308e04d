"""Entry point of the front door: ``handler`` for Lambda, ``app`` for uvicorn."""

import sys

# With its first parameter fastapi loads all of pydantic's version 1, only to say that its models are not for it. Told
# that there is no such thing, it goes on without, and a cold start is some 20 ms shorter.
sys.modules.setdefault("pydantic.v1", None)  # type: ignore[arg-type]

from services.api.app import create_app  # noqa: E402
from services.api.bootstrap import wire_front  # noqa: E402
from services.api.gateway import lambda_handler  # noqa: E402

app = create_app(wire_front())
handler = lambda_handler(app)
