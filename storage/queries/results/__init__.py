"""Reading 考核结果: whom an office has to give results to, and what was published."""
