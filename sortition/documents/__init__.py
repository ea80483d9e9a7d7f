"""A document as a value, and one renderer for each format: of draws, workshops, or anything."""
