"""What Fanfolio is about, as plain values and pure functions: books, jobs, enrichments, genres, statistics."""
