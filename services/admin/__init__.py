"""What an operator does by hand, from a terminal."""
