"""Tests: one file per module, naive twins, and helpers."""
