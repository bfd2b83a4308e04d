"""The sample library: real books, an invented reader, invented identifiers."""
