"""Rounds in which nobody meets twice, by algebra."""
