"""The open database: how it is opened, how a transaction begins and ends, and how processes agree."""
