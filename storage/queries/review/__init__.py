"""Reading what is attached to applications: deferrals, opinions and marks."""
