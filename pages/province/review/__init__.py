"""抽查: the province draws a sample of those finally approved, and marks them."""
