"""The commands of a draw: they read the command line, call the library and show."""
