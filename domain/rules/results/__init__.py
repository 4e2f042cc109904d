"""Scores, the conclusion that follows from them, and the passes of earlier years."""
