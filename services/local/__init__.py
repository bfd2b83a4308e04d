"""The whole pipeline on one machine: embedded AWS, execution environments, queue pump, schedule, web server."""
