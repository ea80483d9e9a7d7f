"""The generators of the examples that ship."""
