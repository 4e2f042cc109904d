"""Sites, rooms and sessions, drawing the seats, and publishing and printing the tickets."""
