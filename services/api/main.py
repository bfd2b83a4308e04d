"""Entry point of the front door: ``handler`` for Lambda, ``app`` for uvicorn."""

from services.api.app import create_app
from services.api.bootstrap import wire_front
from services.api.gateway import lambda_handler

app = create_app(wire_front())
handler = lambda_handler(app)
