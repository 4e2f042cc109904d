"""Pages of the cities and the province: the exam itself and its results."""
