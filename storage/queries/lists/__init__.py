"""Reading what lists are narrowed by: filters, rosters, statistics, the journal."""
