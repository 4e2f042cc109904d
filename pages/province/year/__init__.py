"""年度设置: years, windows, fees, parameters, trades and common reasons."""
