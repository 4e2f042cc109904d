"""Who sits where and when: sites and sessions as typed, the draw of seats, what a ticket says."""
