"""Reading who owes and what was paid."""
