"""Tables over several rounds."""
