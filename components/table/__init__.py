"""The list of every page: filters above it, toolbar, rows, and the pager below."""
