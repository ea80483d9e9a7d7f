"""Tests of what knows nothing of panels."""
