"""Bank statements: read, compared with the books, and booked payment by payment."""
