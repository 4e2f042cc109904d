"""The current year and its settings: windows, fees, trades and common reasons, and the clock of a demonstration."""
