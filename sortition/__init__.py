"""Draw citizens' panels by lot: fair, fast, and checkable by anyone."""
