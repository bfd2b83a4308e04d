"""A work as the imitated catalogues know it, and the two shapes in which they tell of it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A work under the names that Open Library's search gives its fields; ``None`` and ``()`` are absent there.

    ``isbn`` mixes both forms over all editions. ``categories`` are the other catalogue's full paths, best first.
    """

    key: str
    title: str
    subtitle: str | None = None
    author_name: tuple[str, ...] = ()
    author_key: tuple[str, ...] = ()
    isbn: tuple[str, ...] = ()
    id_goodreads: tuple[str, ...] = ()
    subject: tuple[str, ...] = ()
    cover_i: int | None = None
    first_publish_year: int | None = None
    number_of_pages_median: int | None = None
    ratings_average: float | None = None
    ratings_count: int | None = None
    language: tuple[str, ...] = ()
    edition_count: int = 1
    description: str | None = None
    categories: tuple[str, ...] = ()

    @property
    def full_title(self) -> str:
        """Title and subtitle in one."""
        return f"{self.title}: {self.subtitle}" if self.subtitle else self.title


DEFAULT_FIELDS = frozenset(
    {
        "key",
        "title",
        "subtitle",
        "author_name",
        "author_key",
        "cover_i",
        "first_publish_year",
        "language",
        "edition_count",
    }
)
"""What a search tells when no fields are asked for: no isbn, subject, pages, ratings or description."""

_SEARCHABLE = tuple(field.name for field in fields(Work) if field.name != "categories")


def search_doc(work: Work, wanted: Collection[str]) -> dict[str, Any]:
    """A document of a search answer: the wanted fields that have a value (``*`` wants all of them)."""
    names = _SEARCHABLE if "*" in wanted else [name for name in _SEARCHABLE if name in wanted]
    return {name: value for name in names if (value := getattr(work, name)) not in (None, ())}


def work_page(work: Work) -> Mapping[str, Any]:
    """The body of ``/works/….json``: the work alone, without what its editions know."""
    page: dict[str, Any] = {
        "type": {"key": "/type/work"},
        "key": work.key,
        "title": work.title,
        "authors": [
            {"author": {"key": f"/authors/{key}"}, "type": {"key": "/type/author_role"}}
            for key in work.author_key
        ],
        "subjects": list(work.subject),
        "revision": 1,
    }
    optional = {
        "subtitle": work.subtitle,
        "description": work.description,
        "covers": [work.cover_i] if work.cover_i else None,
    }
    return page | {name: value for name, value in optional.items() if value}
