"""The lottery: exact leximin over profiles, written in whole numbers of seats."""
