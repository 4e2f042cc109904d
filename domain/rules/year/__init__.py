"""What the province sets for a year: windows, parameters, trades."""
