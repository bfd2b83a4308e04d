"""The ports' implementations, one module per technology; nothing but a service's bootstrap chooses among them."""
