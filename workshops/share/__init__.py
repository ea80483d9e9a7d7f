"""Files given to readers."""
