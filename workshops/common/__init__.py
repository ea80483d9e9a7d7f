"""What the exercises share: their people, options, screens, progress."""
