"""The dialogs of every import: choose a file, see the progress, see the result of each row."""
