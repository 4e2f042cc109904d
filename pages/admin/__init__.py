"""系统管理: the units below an office, their accounts, and its own reviewers."""
