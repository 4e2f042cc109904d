"""The exam on screen: the seating of an office, and a ticket as its holder sees it."""
