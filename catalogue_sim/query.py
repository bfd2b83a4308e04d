"""The part of Open Library's query language that a book matcher sends.

Fields (``isbn``, ``id_goodreads``, ``title``, ``author``), phrases, groups, AND and OR; anything else is a bare
word. The answer is a list of alternatives: a work that fits any one of them is found.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

MAX_CLAUSES = 1024  # Solr's boolean clause limit
_MAX_DEPTH = 50

_FIELDS = {
    "isbn": "isbn",
    "id_goodreads": "goodreads_id",
    "title": "title",
    "author": "author",
    "author_name": "author",
}
_IDENTIFIERS = ("isbn", "goodreads_id")
_TOKEN = re.compile(
    r'\s*(?:(?P<mark>[()])|(?P<field>[a-z_]+):(?=\S)|"(?P<phrase>[^"]*)"|(?P<word>[^\s()"]+))'
)


class TooManyClauses(ValueError):
    """More clauses than the search engine takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One alternative of a query: everything that is given must fit."""

    isbn: str | None = None
    goodreads_id: str | None = None
    title: str | None = None
    author: str | None = None
    words: str | None = None

    def narrowed_by(self, other: "Wanted") -> "Wanted":
        """Both at once: phrases of one field add up, of two identifiers the first one counts."""
        return Wanted(
            isbn=self.isbn or other.isbn,
            goodreads_id=self.goodreads_id or other.goodreads_id,
            title=_joined(self.title, other.title),
            author=_joined(self.author, other.author),
            words=_joined(self.words, other.words),
        )


def alternatives_of(query: str) -> list[Wanted]:
    """What a query asks for; nothing when quotes or parentheses do not balance (the engine takes it literally).

    Raises TooManyClauses past 1024 terms.
    """
    try:
        reader = _Reader(list(_tokens(query)))
        wanted = reader.alternatives()
        reader.expect_end()
    except _Unbalanced:
        return []
    return wanted


class _Unbalanced(ValueError):
    """Quotes or parentheses do not pair up."""


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str

    def is_mark(self, text: str) -> bool:
        return self.kind == "mark" and self.text == text

    def is_operator(self, text: str) -> bool:
        return self.kind == "word" and self.text == text


_END = _Token("end", "")


def _tokens(query: str) -> Iterator[_Token]:
    position, query = 0, query.rstrip()
    while position < len(query):
        found = _TOKEN.match(query, position)
        if found is None:
            raise _Unbalanced
        kind = found.lastgroup or "end"
        yield _Token(kind, found[kind])
        position = found.end()


@dataclass(slots=True)
class _Reader:
    tokens: list[_Token]
    position: int = 0
    clauses: int = 0
    field_name: str | None = None
    depth: int = 0

    def alternatives(self) -> list[Wanted]:
        wanted = self._conjunction()
        while self._peek().is_operator("OR"):
            self._next()
            wanted += self._conjunction()
        return wanted

    def expect_end(self) -> None:
        if self._peek() is not _END:
            raise _Unbalanced

    def _conjunction(self) -> list[Wanted]:
        wanted = self._clause()
        while self._continues():
            explicit = self._peek().is_operator("AND")
            if explicit:
                self._next()
            more = self._clause()
            self._count(len(wanted) * len(more), adding=0)
            # a list of identifiers without OR still asks for each of them
            either = not explicit and self.field_name in _IDENTIFIERS
            wanted = wanted + more if either else [a.narrowed_by(b) for a in wanted for b in more]
        return wanted

    def _continues(self) -> bool:
        token = self._peek()
        return token is not _END and not token.is_mark(")") and not token.is_operator("OR")

    def _clause(self) -> list[Wanted]:
        token = self._next()
        if token.kind == "field":
            return self._fielded(token.text)
        if token.is_mark("("):
            return self._group()
        if token.kind == "end" or token.is_mark(")"):
            raise _Unbalanced
        return [self._term(token.text, grouped=self.field_name is not None)]

    def _fielded(self, name: str) -> list[Wanted]:
        before, self.field_name = self.field_name, _FIELDS.get(name, "words")
        if self._peek().is_mark("("):
            self._next()
            wanted = self._group()
        else:
            wanted = [self._term(self._next().text, grouped=False)]
        self.field_name = before
        return wanted

    def _group(self) -> list[Wanted]:
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            raise _Unbalanced
        wanted = self.alternatives()
        if not self._next().is_mark(")"):
            raise _Unbalanced
        self.depth -= 1
        return wanted

    def _term(self, text: str, *, grouped: bool) -> Wanted:
        self._count(self.clauses, adding=1)
        name = self.field_name or "words"
        # only a lone isbn:… is normalised before it is looked up
        value = text.replace("-", "") if name == "isbn" and not grouped else text
        return Wanted(**{name: value})

    def _count(self, clauses: int, *, adding: int) -> None:
        self.clauses += adding
        if clauses + adding > MAX_CLAUSES:
            raise TooManyClauses

    def _peek(self) -> _Token:
        return self.tokens[self.position] if self.position < len(self.tokens) else _END

    def _next(self) -> _Token:
        token = self._peek()
        self.position += 1
        return token


def _joined(first: str | None, second: str | None) -> str | None:
    return f"{first} {second}" if first and second else first or second
