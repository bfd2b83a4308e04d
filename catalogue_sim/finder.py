"""Which works a query finds: the fixed table's first, else invented ones, but for the share that is missing."""

from collections.abc import Iterable, Sequence

from catalogue_sim import isbn as isbns
from catalogue_sim import seeded
from catalogue_sim.dice import Dice
from catalogue_sim.query import Wanted
from catalogue_sim.table import WorkTable
from catalogue_sim.works import Work


class Finder:
    """One catalogue's holdings; the other catalogue (by ``name``) misses other works.

    The miss share concerns invented works alone: what the table says, it says always.
    """

    def __init__(self, table: WorkTable, *, name: str, seed: int, miss_share: float) -> None:
        self._table = table
        self._name = name
        self._seed = seed
        self._miss_share = miss_share

    def find(self, alternatives: Iterable[Wanted]) -> list[Work]:
        """The works that fit any alternative, each once, the ones with most editions first."""
        found = {work.key: work for wanted in alternatives for work in self._works_for(wanted)}
        return sorted(found.values(), key=lambda work: (-work.edition_count, work.key))

    def _works_for(self, wanted: Wanted) -> Sequence[Work]:
        if wanted.isbn is not None:
            return self.of_isbn(wanted.isbn)
        if wanted.goodreads_id is not None:
            return self.of_goodreads_id(wanted.goodreads_id)
        if wanted.title and wanted.author:
            return self.of_pair(wanted.title, wanted.author)
        return self._of_phrases(wanted)

    def of_isbn(self, number: str) -> Sequence[Work]:
        """Works with this ISBN, in either form; a wrong check digit finds nothing."""
        isbn13 = isbns.to_13(number)
        if isbn13 is None:
            return ()
        if isbn13 in self._table.by_isbn:
            return self._table.by_isbn[isbn13]
        # editions of one work are missed together
        works = seeded.works_of_isbn(isbn13)
        return () if self._misses(works[0].key) else works

    def of_goodreads_id(self, goodreads_id: str) -> Sequence[Work]:
        """Works that know this Goodreads id."""
        if goodreads_id in self._table.by_goodreads_id:
            return self._table.by_goodreads_id[goodreads_id]
        is_number = goodreads_id.isascii() and goodreads_id.isdigit()
        if not is_number or self._misses("gr:" + goodreads_id):
            return ()
        return seeded.works_of_goodreads_id(goodreads_id)

    def of_pair(self, title: str, author: str) -> Sequence[Work]:
        """Works whose title and author hold these phrases, with what crowds around popular ones."""
        known = self._table.of_pair(title, author)
        if known is not None:
            return [*known, *seeded.crowd_of(title, author)] if known else ()
        if self._misses(f"ta:{title}|{author}".casefold()):
            return ()
        return seeded.works_of_pair(title, author)

    def _of_phrases(self, wanted: Wanted) -> Sequence[Work]:
        title, author, words = wanted.title or "", wanted.author or "", wanted.words or ""
        if not (title or author or words):
            return ()
        known = self._table.of_words(title=title, author=author, words=words)
        if self._misses(f"{title}|{author}|{words}".casefold()):
            return known
        if title:
            return [*known, *seeded.works_of_title(title)]
        if author:
            return [*known, *seeded.works_of_author(author)]
        return [*known, *seeded.works_of_words(words)]

    def _misses(self, key: str) -> bool:
        return self._miss_share > 0 and Dice("miss", self._name, self._seed, key).chance(self._miss_share)
