"""The pipeline beyond one machine, as a simulation in SimPy: what waits for what when many libraries come at once."""
