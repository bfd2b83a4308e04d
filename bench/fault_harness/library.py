"""The library that a play imports: invented rows, some of which are no books."""

import csv
import io
from random import Random

_HEADER = (
    "Book Id",
    "Title",
    "Author",
    "ISBN13",
    "My Rating",
    "Number of Pages",
    "Date Read",
    "Exclusive Shelf",
)


def export_of(rows: int, dice: Random) -> bytes:
    """An export of so many rows, one in eight without a title: that is a complaint."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_HEADER)
    for number in range(1, rows + 1):
        title = "" if number > 1 and dice.random() < 1 / 8 else f"Title {number}"
        rating = str(dice.randrange(6))
        writer.writerow(
            (number, title, f"Author {number % 7}", "", rating, 200, f"2024/{number % 12 + 1:02d}/03", "read")
        )
    return text.getvalue().encode()
