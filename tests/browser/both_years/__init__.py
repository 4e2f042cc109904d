"""Two exam years lived through on an installation that began empty (10-year §5)."""
