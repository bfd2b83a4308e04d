"""Whole jobs under seeded faults: every process may die between any two effects, every call may fail or lie."""
