"""Which rows are books: those with a title, and an id that no row before them had."""

from collections.abc import Sequence

from fanfolio.domain.exports.layout import ExportSource, Layout, recognise_header
from fanfolio.domain.exports.shape import Misfit, fit
from fanfolio.domain.exports.titles import are_titles

_IDENTITIES = {ExportSource.GOODREADS: "book id", ExportSource.STORYGRAPH: "isbn uid"}


class Admission:
    """Remembers the ids of a file's books, under whichever header they come."""

    def __init__(self, layout: Layout) -> None:
        self._seen: set[str] = set()
        self.follow(layout)

    def follow(self, layout: Layout) -> None:
        """From here on rows have these columns."""
        self._layout = layout
        self._width = layout.width
        self._is_goodreads = layout.source is ExportSource.GOODREADS
        self._title_at = layout.position("title")
        self._identity_at = layout.position(_IDENTITIES[layout.source])

    def admits_all(self, columns: Sequence[Sequence[str]]) -> bool:
        """Whether all these rows are surely books, which :meth:`admit` need not look at one by one."""
        if not self._is_goodreads:
            return False
        return are_titles(columns[self._title_at]) and self._are_new(columns)

    def admit(self, cells: list[str]) -> list[str]:
        """The row in the table's shape; raises :class:`Misfit` if it is no new book."""
        if len(cells) != self._width or self._layout.is_wrapped:
            cells = fit(cells, self._layout)
        title = cells[self._title_at]
        if not title or title.isspace():
            raise Misfit("title-missing" if any(map(str.strip, cells)) else "empty-row")
        if title.lower().strip() == "title" and recognise_header(cells):
            raise Misfit("repeated-header", header=cells)
        self._require_new(cells[self._identity_at] if self._identity_at >= 0 else "", title)
        return cells

    def _are_new(self, columns: Sequence[Sequence[str]]) -> bool:
        """Whether each has an id of digits that no other row has; remembers them, if so."""
        if self._identity_at < 0:
            return True
        column = columns[self._identity_at]
        ids = {*column}
        if len(ids) < len(column) or not ("".join(column).isdigit() and all(column)):
            return False
        if not self._seen.isdisjoint(ids):
            return False
        self._seen |= ids
        return True

    def _require_new(self, identity: str, title: str) -> None:
        """Raise unless this is the first row with its id; ids that identify nothing don't count."""
        key = identity if identity.isdigit() else identity.strip(' ="').removesuffix(".0")
        if not self._is_goodreads:
            # The id of an edition and a title: two rows that agree in both are doubles.
            key = key and f"{key} {title}"
        elif not key.isdigit():
            return
        if key in self._seen:
            raise Misfit("duplicate-book")
        if key:
            self._seen.add(key)
