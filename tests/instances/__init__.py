"""Several processes on one PostgreSQL database, as one installation."""
