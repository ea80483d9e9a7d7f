"""Who is who on a list: ids, names, categories, and what must not be quoted."""
