"""What is looked up about applications: the search, rosters and statistics."""
