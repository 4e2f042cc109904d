"""What is owed and until when, what becomes of a payment that comes in, and how a bank statement reads."""
