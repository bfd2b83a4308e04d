"""The real local stack under load: many jobs at once, many clients that poll, one very large library."""
