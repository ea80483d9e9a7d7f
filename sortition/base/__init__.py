"""What knows nothing of panels: errors, texts, dates, chance, output, the terminal."""
