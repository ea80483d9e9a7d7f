"""Tests of the search for tables."""
