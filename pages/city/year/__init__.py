"""年度设置 of a city: its own times inside those of the province."""
