"""The dialogs of every import: choose a file, watch it being read, see what became of each row."""
