"""The measure itself is measured: four invented books, counted by hand."""

from pathlib import Path

import pytest

from bench.genre_books import UnreadableBooks, read_books
from bench.genres import judge, measure

_ROWS = """isbn13,title,author,language,ol_subjects,goodreads_genres
9780000000001,Tin Dragons,A,eng,"Fiction, fantasy, epic|Fantasy fiction",High Fantasy|Fiction|Audiobook
9780000000002,Lamp Oil,B,eng,Cookbooks,Cooking|Nonfiction
9780000000003,Quiet Fog,C,eng,Horror fiction|Fiction,Romance|Fiction
9780000000004,Lost Page,D,eng,In library,Young Adult|Fiction
"""


def test_figures_are_counted_as_documented(tmp_path: Path) -> None:
    file = tmp_path / "books.csv"
    file.write_text(_ROWS, encoding="utf-8")

    figures = measure(judge(read_books(file)))

    assert figures["books"] == 4
    assert figures["coverage"] == 0.75
    assert figures["books_with_readers_genres"] == 3
    assert figures["first_hit"] == round(2 / 3, 4)
    assert figures["any_of_three_hit"] == round(2 / 3, 4)
    assert figures["fiction_accuracy"] == 0.75
    assert figures["precision"] == round(2 / 3, 4)  # Fantasy and Cooking; not Horror


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (
            "title,ol_subjects\nTin,Dragons\n",
            "no column goodreads_genres; its first line has: title, ol_subjects",
        ),
        ("ol_subjects;goodreads_genres\nDragons;Fantasy\n", "no column ol_subjects and no column"),
        ("", "its first line has: nothing"),
        ("ol_subjects,goodreads_genres\n", "no books"),
    ],
)
def test_a_file_of_another_shape_is_refused_by_name(tmp_path: Path, text: str, complaint: str) -> None:
    file = tmp_path / "books.csv"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(UnreadableBooks, match=complaint):
        read_books(file)


def test_a_missing_or_foreign_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "books.csv"
    with pytest.raises(UnreadableBooks, match="No such file"):
        read_books(file)
    file.write_bytes("ol_subjects,goodreads_genres\nFicción,Ficción\n".encode("latin-1"))
    with pytest.raises(UnreadableBooks, match="not UTF-8"):
        read_books(file)


def test_short_rows_and_a_byte_order_mark_do_no_harm(tmp_path: Path) -> None:
    file = tmp_path / "books.csv"
    file.write_text("\ufeffol_subjects,goodreads_genres\n| Cookbooks | |\n", encoding="utf-8")

    (book,) = read_books(file)

    assert (book.subjects, book.labels, book.fiction, book.title) == (("Cookbooks",), (), None, "(untitled)")
