"""What benches take on their command lines."""

import argparse


def at_least_one(text: str) -> int:
    """How many of something: a whole number from 1, or argparse says what is wrong before anything is started."""
    if text.isdecimal() and int(text) > 0:
        return int(text)
    raise argparse.ArgumentTypeError(f"“{text}” is not a whole number from 1")
