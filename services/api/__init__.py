"""The front door: upload, status, dashboard; and the orchestrator, a second entry point."""
