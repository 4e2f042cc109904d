"""Reading who is to be seated, and the tickets."""
