"""Open Library as a catalogue: bulk searches by identifier, then by title and author."""

from fanfolio.adapters.open_library.catalogue import OpenLibrary

__all__ = ["OpenLibrary"]
