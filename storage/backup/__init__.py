"""Copies of everything that is kept: made while others write, and brought back whole or not at all."""
