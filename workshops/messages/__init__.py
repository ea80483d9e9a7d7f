"""Every word of the workshops that a user sees, French and English side by side."""
