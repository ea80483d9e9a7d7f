"""Tests of what the exercises share."""
