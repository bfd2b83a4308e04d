"""The names of columns: Goodreads' layouts over the years, StoryGraph's, and what gives others away."""

import re

_GOODREADS_2022 = (
    "Book Id,Title,Author,Author l-f,Additional Authors,ISBN,ISBN13,My Rating,Average Rating,Publisher,Binding,"
    "Number of Pages,Year Published,Original Publication Year,Date Read,Date Added,Bookshelves,"
    "Bookshelves with positions,Exclusive Shelf,My Review,Spoiler,Private Notes,Read Count,Owned Copies"
)
_GOODREADS_2026 = _GOODREADS_2022.replace("Average Rating,", "")
_GOODREADS_2012 = (
    _GOODREADS_2022.removesuffix("Owned Copies") + "Recommended For,Recommended By,Owned Copies,"
    "Original Purchase Date,Original Purchase Location,Condition,Condition Description,BCID"
)
GOODREADS = tuple(tuple(names.split(",")) for names in (_GOODREADS_2022, _GOODREADS_2026, _GOODREADS_2012))
_STORYGRAPH = (
    "Title,Authors,Contributors,ISBN/UID,Format,Read Status,Date Added,Last Date Read,Dates Read,Read Count,Moods,"
    "Pace,Character- or Plot-Driven?,Strong Character Development?,Loveable Characters?,Diverse Characters?,"
    "Flawed Characters?,Star Rating,Review,Content Warnings,Content Warning Description,Tags,Owned?"
)
STORYGRAPH = tuple(_STORYGRAPH.split(","))

_PUNCTUATION = str.maketrans(dict.fromkeys("_.-/?", " "))
_ALIASES = {"isbn10": "isbn", "booktitle": "title"}


def heading(cell: str) -> str:
    """A header's cell without what files put around names: spaces, quotes, byte order marks, ``;``."""
    return cell.removeprefix("ï»¿").strip("\ufeff \t\xa0\"';")


def canonical(cell: str) -> str:
    """The name by which a header's cell is known: lower case, words apart by one space."""
    name = _plain(cell)
    # Programs write BookId and bookId as well.
    return _BY_LETTERS.get(name.replace(" ", ""), name)


def _plain(cell: str) -> str:
    return " ".join(heading(cell).lower().translate(_PUNCTUATION).split())


GOODREADS_COLUMNS = frozenset(_plain(name) for names in GOODREADS for name in names)
KNOWN_COLUMNS = GOODREADS_COLUMNS | {_plain(name) for name in STORYGRAPH}
_BY_LETTERS = {name.replace(" ", ""): name for name in KNOWN_COLUMNS} | _ALIASES
# Columns whose cells hold no letters.
NUMERIC_COLUMNS = (
    "my rating",
    "average rating",
    "number of pages",
    "year published",
    "original publication year",
    "date read",
    "date added",
    "read count",
    "star rating",
    "last date read",
    "dates read",
)
STORYGRAPH_MARKS = frozenset({"read status", "star rating", "isbn uid", "dates read", "last date read"})
LIBRARYTHING = frozenset(
    {
        "primary author",
        "secondary author",
        "sort character",
        "lc classification",
        "dewey decimal",
        "work id",
        "from where",
        "entry date",
        "collections",
    }
)

_DATE = r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}"
_ISBN = r'(?:=?"?[0-9Xx]{0,13}"?)'
# What the cells of a row look like, where a file begins without a header.
HEADERLESS = {
    "Book Id": re.compile(r"\d{1,12}"),
    "Title": re.compile(r"(?s).+"),
    "Author": re.compile(r"(?s).+"),
    "ISBN": re.compile(_ISBN),
    "ISBN13": re.compile(_ISBN),
    "My Rating": re.compile(r"[0-5]"),
    "Number of Pages": re.compile(r"\d{0,5}"),
    "Year Published": re.compile(r"-?\d{0,5}"),
    "Date Read": re.compile(rf"(?:{_DATE})?"),
    "Date Added": re.compile(_DATE),
    "Exclusive Shelf": re.compile(r"[^,]+"),
    "Spoiler": re.compile(r"(?i)(?:true|false)?"),
    "Read Count": re.compile(r"\d{0,4}"),
}
