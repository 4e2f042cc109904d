"""考核结果查询: the published results of the subtree."""
