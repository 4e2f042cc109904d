"""The desk of a reviewer: queues, the application under review, deferrals, opinions and marks."""
