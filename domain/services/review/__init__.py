"""Reviewing applications: claims, decisions, deferrals, opinions and marks, samples, 撤销."""
