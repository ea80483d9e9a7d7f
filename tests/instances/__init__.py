"""Published instances as counts of people by profile: see SOURCES.md."""
