"""缴费管理: what is owed, the pay codes, what came in, and what was not booked."""
