"""Judging applications by the rules of the year, and again when the rules change."""
