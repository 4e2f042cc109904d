"""Reading what an operator checks: whether the rows agree, and whether a chain was cut off."""
