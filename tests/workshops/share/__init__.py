"""Tests of reading shares."""
