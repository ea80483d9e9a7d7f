"""The command line: all commands under one name, and the commands of a draw."""
