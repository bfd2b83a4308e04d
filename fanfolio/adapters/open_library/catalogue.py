"""Open Library as a catalogue: two passes of bulk searches, and when its silence is believed."""

from collections.abc import Sequence

from fanfolio.adapters.asking import Asker
from fanfolio.adapters.open_library.search import Search
from fanfolio.domain.enrichment import Source
from fanfolio.messages import WantedBook
from fanfolio.ports import Answers


class OpenLibrary:
    """Asks Open Library for many books at once."""

    def __init__(self, asker: Asker, *, base_url: str) -> None:
        self._asker = asker
        self._base_url = base_url.rstrip("/")

    @property
    def source(self) -> Source:
        """Open Library."""
        return Source.OPEN_LIBRARY

    async def find(self, books: Sequence[WantedBook], *, until: float) -> Answers:
        """Look books up; be back by ``until`` (on the clock's monotonic scale), with what is known then."""
        search = Search(self._asker, base_url=self._base_url, until=until)
        await search.by_identifiers(books)
        await search.by_titles(search.open_among(books))
        doubtful = search.doubtful_among(books)
        if doubtful:
            await search.by_titles_again(doubtful)
        if search.understood_nothing:
            await self._asker.report_outage()
        return search.answers(books)
