"""Limits that more than the reader of exports must know, without loading it."""

# 100,000 books with reviews take some 84 MB.
UPLOAD_LIMIT_BYTES = 128 * 1024 * 1024
