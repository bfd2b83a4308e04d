"""Open Library and Google Books imitated on the wire: for tests, the demo and benches, never for a service."""
