"""Measurements: commands that print tables or JSON lines."""
