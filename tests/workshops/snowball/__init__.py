"""Tests of the snowball."""
