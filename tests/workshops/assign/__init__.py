"""Tests of parallel workshops."""
