"""Which genres each genre implies, for the page's filters, from the table that genres are chosen by.

``python -m tools.genre_parents`` writes the file; a test compares it.
"""

import json
from pathlib import Path

from fanfolio.domain.genres import all_genres, parents_of

GENRE_PARENTS_PATH = Path(__file__).parents[1] / "web" / "src" / "model" / "genreParents.json"


def render_genre_parents() -> str:
    """The file's text: every genre that has parents, with them."""
    implied = {genre: list(parents_of(genre)) for genre in all_genres() if parents_of(genre)}
    return json.dumps(implied, ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    GENRE_PARENTS_PATH.write_text(render_genre_parents(), encoding="utf-8")
