"""The aggregator: watches a job and publishes its dashboard; and the sweep, a second entry point."""
