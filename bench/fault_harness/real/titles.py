"""The titles that kill workers of the harness."""

POISONS = ("crash", "memory", "hang", "bug")


def poisonous_title(kind: str) -> str:
    """The title that does it."""
    return f"Poison of the {kind} kind"
