"""Payment on screen: the pay code, what a payer sees, and the dialogs about amounts, receipts and statements."""
