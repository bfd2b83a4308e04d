"""The dashboard document's JSON Schema, written from its dataclasses: ``python -m tools.dashboard_schema``."""

import json
from pathlib import Path
from typing import Any

import msgspec

from fanfolio.domain.dashboard import DASHBOARD_VERSION, Dashboard

SCHEMA_PATH = Path(__file__).parent.parent / "docs" / "dashboard.schema.json"


def dashboard_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of the document's present version."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Fanfolio dashboard, version {DASHBOARD_VERSION}",
        **msgspec.json.schema(Dashboard),
    }


def render_schema() -> str:
    """The schema as it is committed."""
    return json.dumps(dashboard_schema(), indent=2, sort_keys=True, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    SCHEMA_PATH.write_text(render_schema(), encoding="utf-8")
