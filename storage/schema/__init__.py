"""How the tables are brought up to date at the start, and how the next step is drafted."""
