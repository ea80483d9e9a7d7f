"""The words of the catalogue, one table per message, French and English side by side."""
