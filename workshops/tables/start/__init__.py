"""A first seating that keeps every rule, or the proof that there is none."""
