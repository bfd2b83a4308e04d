"""The core of Fanfolio: knows books and jobs, not AWS and not HTTP frameworks."""

__version__ = "0.1.0"
