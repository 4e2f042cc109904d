"""考务: sites, rooms and sessions are set up here, and the seats are drawn."""
