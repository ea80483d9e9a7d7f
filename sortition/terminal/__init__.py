"""What the command shows: the language of the command line, tables, bars and progress."""
