"""Tests of the workshops."""
