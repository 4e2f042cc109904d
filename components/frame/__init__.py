"""What surrounds every page: shell, menu, theme, and how an open page hears what happened."""
