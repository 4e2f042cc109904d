"""准考证查询: the published tickets of the subtree."""
