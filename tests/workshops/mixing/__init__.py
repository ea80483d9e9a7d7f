"""Tests of what every search that mixes people shares."""
