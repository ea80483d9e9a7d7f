"""Plan workshops and print what lies on the tables."""
