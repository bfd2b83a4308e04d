"""Weak entity tags: the same facts, whatever the encoding they travel in."""

import hashlib


def etag_of(content: bytes) -> str:
    """The tag of an answer, from its content or from what stands for it."""
    return f'W/"{hashlib.sha256(content).hexdigest()[:24]}"'


def matches(if_none_match: str | None, etag: str) -> bool:
    """Whether the client has this answer already; tags are compared weakly."""
    if if_none_match is None:
        return False
    tags = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
    return "*" in tags or etag.removeprefix("W/") in tags
