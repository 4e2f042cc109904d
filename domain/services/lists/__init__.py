"""What is looked up: lists of applications, rosters, statistics, 首页, the journal, and what leaves as a workbook."""
