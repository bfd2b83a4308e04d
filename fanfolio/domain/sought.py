"""What matching and caching need to know of a book that is looked for."""

from typing import Protocol


class Sought(Protocol):
    """A wanted book as the domain sees it; ``isbn13`` is valid, unknown is ``None``."""

    @property
    def number(self) -> int: ...
    @property
    def title(self) -> str: ...
    @property
    def author(self) -> str | None: ...
    @property
    def isbn13(self) -> str | None: ...
    @property
    def goodreads_id(self) -> str | None: ...
