"""Pages that the offices of all levels share; the level is in the actor."""
