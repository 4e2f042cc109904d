"""What is true, in plain Python: no database, no screen, and no clock but the one of the house."""
