"""Tests of quotas and profiles."""
