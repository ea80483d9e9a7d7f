"""Everything the room needs on paper: documents built from a plan, and one renderer per format."""
