"""Entry point of the front door: ``handler`` for Lambda, ``app`` for uvicorn."""

from mangum import Mangum

from services.api.app import create_app
from services.api.bootstrap import wire_front

app = create_app(wire_front())

# Start-up and shut-down would run on every invocation: everything is wired at import instead.
handler = Mangum(app, lifespan="off")
