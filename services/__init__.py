"""The services: thin translators between events and the core; only each bootstrap wires."""
