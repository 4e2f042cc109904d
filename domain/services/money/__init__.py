"""Creating, paying, exempting, refunding and closing orders; every receipt is booked or kept unbooked."""
