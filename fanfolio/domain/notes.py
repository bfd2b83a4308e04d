"""Cells that could not be used, in rows that are books all the same: the kinds, and what each means to the reader."""

from collections.abc import Mapping

_NO_ISBN = "The book is looked up by its title and author instead."

MEANINGS: Mapping[str, str] = {
    "isbn-unreadable": f"An ISBN is not valid. {_NO_ISBN}",
    "isbn-rounded-by-a-spreadsheet": f"A spreadsheet has rounded an ISBN to something like 9.78E+12. {_NO_ISBN}",
    "asin-instead-of-isbn": f"A shop's number stands where the ISBN belongs. {_NO_ISBN}",
    "uid-instead-of-isbn": f"StoryGraph's own number stands where the ISBN belongs. {_NO_ISBN}",
    "isbns-disagree": "ISBN and ISBN13 are those of different editions. The ISBN13 is taken.",
    "date-unreadable": "A date is not one that can be read. The book counts as one without that date.",
    "date-incomplete": "A date names no day. The book counts as one without that date.",
    "date-order-assumed": (
        "A date such as 3/4/2021 may have day or month first, and no date of the file tells. The month is taken to "
        "come first."
    ),
    "my-rating-unreadable": "A rating of yours is no number of stars up to 5. The book counts as unrated.",
    "average-rating-unreadable": "An average rating is no number of stars up to 5. It counts as unknown.",
    "pages-unreadable": "A number of pages cannot be read. A catalogue's is taken if there is one.",
    "year-unreadable": "A year cannot be read, or no book can be from it. A catalogue's is taken if there is one.",
    "read-count-unreadable": "A read count cannot be read. It counts as unknown.",
    "book-id-unreadable": "A Book Id is no number. The book is looked up by its ISBN, title and author.",
    "shelf-guessed": "A book has no exclusive shelf. Its other columns tell whether it was read.",
    "title-cut": "A title is longer than 1,000 characters. It is cut there.",
    "nul-byte-dropped": "A character of no meaning was left out.",
    "character-unreadable": "A character could not be read. A mark stands in its place.",
}
