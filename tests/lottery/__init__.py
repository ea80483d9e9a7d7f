"""Tests of the lottery."""
