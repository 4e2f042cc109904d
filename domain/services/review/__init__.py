"""Applications are decided here: claims, decisions, deferrals, opinions and marks, samples, 撤销."""
