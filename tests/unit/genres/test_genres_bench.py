"""The measure itself is measured: four invented books, counted by hand."""

from pathlib import Path

from bench.genres import measure, read_books

_ROWS = """isbn13,title,author,language,ol_subjects,goodreads_genres
9780000000001,Tin Dragons,A,eng,"Fiction, fantasy, epic|Fantasy fiction",High Fantasy|Fiction|Audiobook
9780000000002,Lamp Oil,B,eng,Cookbooks,Cooking|Nonfiction
9780000000003,Quiet Fog,C,eng,Horror fiction|Fiction,Romance|Fiction
9780000000004,Lost Page,D,eng,In library,Young Adult|Fiction
"""


def test_figures_are_counted_as_documented(tmp_path: Path) -> None:
    file = tmp_path / "books.csv"
    file.write_text(_ROWS, encoding="utf-8")

    figures = measure(read_books(file))

    assert figures["books"] == 4
    assert figures["coverage"] == 0.75
    assert figures["books_with_readers_genres"] == 3
    assert figures["first_hit"] == round(2 / 3, 4)
    assert figures["any_of_three_hit"] == round(2 / 3, 4)
    assert figures["fiction_accuracy"] == 0.75
