"""The record of a draw: what it says, how it is made, and how anyone checks it."""
