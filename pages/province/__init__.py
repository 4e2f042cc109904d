"""Pages of the province: the year and its settings, draws, prior passes and the journal."""
