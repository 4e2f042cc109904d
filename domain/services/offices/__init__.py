"""The organisations and accounts of the tree: added, edited, disabled, imported."""
