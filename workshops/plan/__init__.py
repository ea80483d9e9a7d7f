"""The one value that all plans and all printing share."""
