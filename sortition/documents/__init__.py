"""A document as a value, whatever it is about, and one renderer for each format."""
