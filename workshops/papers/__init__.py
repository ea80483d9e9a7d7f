"""Everything the room needs on paper, built from a plan."""
