"""往年报考合格库: the passes of earlier years."""
