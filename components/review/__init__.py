"""The review page: one application, what can be decided about it, and what others are doing."""
