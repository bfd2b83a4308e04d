"""Writes src/model/genreParents.json: which genres each genre implies, from the table that genres are chosen by."""

import json
from pathlib import Path

from fanfolio.domain.genres import all_genres, parents_of

PATH = Path(__file__).resolve().parents[1] / "src" / "model" / "genreParents.json"


def genre_parents() -> str:
    """The file's text: every genre that has parents, with them."""
    implied = {genre: list(parents_of(genre)) for genre in all_genres() if parents_of(genre)}
    return json.dumps(implied, ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    PATH.write_text(genre_parents(), encoding="utf-8")
