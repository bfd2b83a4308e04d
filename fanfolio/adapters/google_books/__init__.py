"""Google Books as a catalogue: fills gaps, a volume at a time, where a key is set."""

from fanfolio.adapters.google_books.catalogue import GoogleBooks
from fanfolio.adapters.google_books.refusals import judge_google

__all__ = ["GoogleBooks", "judge_google"]
