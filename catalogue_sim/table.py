"""A fixed table of works, read from JSON lines; it takes precedence over invented works.

A line is a work (the fields of Work; its authors' keys may be left out), ``{"absent": {…}}`` for keys that must
lead nowhere, or ``{"redirect": "/works/…", "location": "/works/…"}`` for a work that was merged into another.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from catalogue_sim import isbn as isbns
from catalogue_sim.seeded import author_key_of
from catalogue_sim.words import holds_phrase, squeezed, words_of
from catalogue_sim.works import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Absent:
    """Keys that no work has, so that none may be invented for them; a title goes with an author."""

    isbn: tuple[str, ...] = ()
    id_goodreads: tuple[str, ...] = ()
    title: str | None = None
    author: str | None = None


@dataclass(slots=True)
class WorkTable:
    """Works by every key they can be asked by; a key may have several works."""

    by_isbn: dict[str, list[Work]] = field(default_factory=dict)
    by_goodreads_id: dict[str, list[Work]] = field(default_factory=dict)
    by_key: dict[str, Work] = field(default_factory=dict)
    redirects: dict[str, str] = field(default_factory=dict)
    _by_surname: dict[str, list[Work]] = field(default_factory=dict)
    _absent_pairs: dict[str, list[str]] = field(default_factory=dict)

    def add(self, work: Work) -> None:
        """Make a work known under its ISBNs, Goodreads ids, key and authors."""
        self.by_key[work.key] = work
        for isbn13 in {isbns.to_13(number) for number in work.isbn} - {None}:
            self.by_isbn.setdefault(str(isbn13), []).append(work)
        for goodreads_id in work.id_goodreads:
            self.by_goodreads_id.setdefault(goodreads_id, []).append(work)
        for word in {word for name in work.author_name for word in words_of(name)}:
            self._by_surname.setdefault(word, []).append(work)

    def add_absent(self, absent: Absent) -> None:
        """Make keys known as leading nowhere."""
        for number in absent.isbn:
            self.by_isbn.setdefault(isbns.to_13(number) or number, [])
        for goodreads_id in absent.id_goodreads:
            self.by_goodreads_id.setdefault(goodreads_id, [])
        if absent.title and absent.author:
            self._absent_pairs.setdefault(_last_word(absent.author), []).append(squeezed(absent.title))

    def of_pair(self, title: str, author: str) -> Sequence[Work] | None:
        """Works whose title and author hold these phrases; ``None`` where the table has no say."""
        if self._is_absent(title, author):
            return ()
        found = [
            work
            for work in self._by_surname.get(_last_word(author), ())
            if holds_phrase(work.full_title, title)
            and any(holds_phrase(name, author) for name in work.author_name)
        ]
        return found or None

    def of_words(self, *, title: str = "", author: str = "", words: str = "") -> list[Work]:
        """Works that hold all that is given: the phrases, and every bare word somewhere."""
        return [
            work
            for work in self.by_key.values()
            if holds_phrase(work.full_title, title)
            and holds_phrase(" / ".join(work.author_name), author)
            and set(words_of(words)) <= set(words_of(" ".join((work.full_title, *work.author_name))))
        ]

    def _is_absent(self, title: str, author: str) -> bool:
        asked = squeezed(title)
        pairs = self._absent_pairs.get(_last_word(author), ())
        return bool(asked) and any(asked in absent or absent in asked for absent in pairs)


def read_table(path: Path) -> WorkTable:
    """The table in a file of JSON lines."""
    return table_of(path.read_bytes().splitlines())


def table_of(lines: Iterable[bytes]) -> WorkTable:
    """The table that these JSON lines hold; raises msgspec.ValidationError where a line is none of the three."""
    table = WorkTable()
    for line in filter(None, lines):
        entry = msgspec.json.decode(line)
        if "absent" in entry:
            table.add_absent(msgspec.convert(entry["absent"], Absent))
        elif "redirect" in entry:
            table.redirects[entry["redirect"]] = entry["location"]
        else:
            keys = [author_key_of(name) for name in entry.get("author_name", ())]
            table.add(msgspec.convert({"author_key": keys, **entry}, Work))
    return table


def _last_word(author: str) -> str:
    return (words_of(author) or ("",))[-1]
