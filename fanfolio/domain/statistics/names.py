"""When two spellings are one name."""

from functools import lru_cache

_REMEMBERED_NAMES = 65_536


@lru_cache(maxsize=_REMEMBERED_NAMES)
def name_key(name: str) -> str:
    """What spellings of one name share: case and runs of spaces do not matter, accents do."""
    return " ".join(name.casefold().split())
