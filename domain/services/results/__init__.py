"""Importing, correcting and publishing scores, and the passes that later years look up."""
