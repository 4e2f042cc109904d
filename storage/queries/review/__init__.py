"""Reading what hangs on applications: deferrals, opinions and marks."""
