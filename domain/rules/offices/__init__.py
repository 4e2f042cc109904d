"""How the tree of offices grows, and who looks after which account."""
