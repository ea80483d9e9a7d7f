"""Parallel workshops by preference."""
