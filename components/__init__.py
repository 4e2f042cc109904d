"""How it looks: given values and callbacks, it never acts."""
