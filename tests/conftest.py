"""Fixtures for all tests; nothing here runs until a test asks for it."""

pytest_plugins = ["tests.fixtures.emulator", "tests.fixtures.scripted_aws"]
