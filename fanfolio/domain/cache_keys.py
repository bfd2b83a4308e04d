"""Under which keys the answer for a book is remembered."""

from fanfolio.domain.author_names import surname_first_undone
from fanfolio.domain.folding import fold
from fanfolio.domain.sought import Sought
from fanfolio.domain.title_reading import cache_title

# A DynamoDB key holds 2,048 bytes; longer titles differ within this many characters.
_MOST_CHARACTERS = 400


def keys_of(book: Sought) -> tuple[str, ...]:
    """The book's look-up keys, the surest first; a title without an author is no key.

    The Goodreads id is a key only where there is no ISBN: both name the same edition, and each key is one more write.
    """
    keys = []
    if book.isbn13:
        keys.append(isbn_key(book.isbn13))
    elif book.goodreads_id:
        keys.append(goodreads_key(book.goodreads_id))
    if book.author and (key := title_key(book.title, book.author)):
        keys.append(key)
    return tuple(keys)


def isbn_key(isbn13: str) -> str:
    """The key of an ISBN-13."""
    return f"isbn:{isbn13}"


def goodreads_key(goodreads_id: str) -> str:
    """The key of a Goodreads book id."""
    return f"gr:{goodreads_id}"


def title_key(title: str, author: str) -> str | None:
    """The key of a title and its author, or ``None`` when folding leaves nothing of either."""
    folded_title, folded_author = cache_title(title), fold(surname_first_undone(author))
    if not folded_title or not folded_author:
        return None
    return f"ta:{folded_title}|{folded_author}"[:_MOST_CHARACTERS]
