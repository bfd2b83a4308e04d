"""The worker: one chunk of books a message; and the dead letters, a second entry point."""
