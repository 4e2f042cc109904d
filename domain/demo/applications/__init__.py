"""The applications of the demonstration: forms, papers, and how each of them ends."""
