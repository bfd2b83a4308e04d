"""The version of this package; `make check` cannot see pyproject.toml drift from it, a test can."""

VERSION = "0.1.0"
