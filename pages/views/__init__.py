"""What two audiences build alike: from what a service found to what a component shows."""
