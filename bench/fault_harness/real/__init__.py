"""Whole jobs through real processes, the emulator and the wire, under faults: no replay, but nothing imitated."""
