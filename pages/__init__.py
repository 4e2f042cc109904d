"""The pages, one file per menu entry: who may open it, which service it asks, which components show it."""
