"""Benchmarks: each figure is printed beside its baseline, measured in the same run on the same machine."""
