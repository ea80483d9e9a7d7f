"""Benchmarks: scripts that print what they measure. Not run by the tests."""
