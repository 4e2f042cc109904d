"""The load test: how many users one installation can serve at once."""
