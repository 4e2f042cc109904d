"""Scores are taken in, corrected and published here, and become passes for the years to come."""
