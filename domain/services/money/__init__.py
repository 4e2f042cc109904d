"""Orders are made, paid, exempted, refunded and closed here; every receipt is booked or kept aside."""
