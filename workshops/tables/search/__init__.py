"""The search: annealings that move people between tables."""
