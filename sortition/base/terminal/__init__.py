"""The command line and the terminal in the language of whoever uses them."""
