"""The load test: how many people one installation holds at once."""
