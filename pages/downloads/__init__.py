"""How a file reaches the browser: made aside in a process of its own, handed over, and forgotten."""
