"""Sites, rooms and sessions are kept here, seats are drawn, and tickets are published and printed."""
