"""Queries: lists of applications, rosters, statistics, 首页, the journal, and exported workbooks."""
