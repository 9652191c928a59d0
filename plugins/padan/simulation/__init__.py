"""A synthetic Kabupaten Bogor whose truth is known for every row: for the demo, tests and benchmarks."""

from padan.simulation.world import SimulationSummary, simulate

__all__ = ["SimulationSummary", "simulate"]
