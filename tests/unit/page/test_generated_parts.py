"""What the page's source has from this side: written by commands, and compared here so that neither drifts."""

import json

from fanfolio.domain.dashboard import encode_dashboard
from tests.fixtures.twelve_books import PAGES_COPY, assemble
from tools.genre_parents import GENRE_PARENTS_PATH, render_genre_parents


def test_the_pages_genres_imply_what_the_table_says():
    assert GENRE_PARENTS_PATH.read_text(encoding="utf-8") == render_genre_parents(), "run: make web-types"


def test_the_pages_tests_count_the_very_document_that_is_worked_out_by_hand_here():
    committed = json.loads(PAGES_COPY.read_bytes())
    assert committed == json.loads(encode_dashboard(assemble())), "run: python -m tests.fixtures.twelve_books"
