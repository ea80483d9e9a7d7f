"""The lists people are drawn from, and who of them is eligible."""
