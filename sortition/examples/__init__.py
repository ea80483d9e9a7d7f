"""The examples that ship, and the figures and generators they are made from."""
