"""An application from the side of its applicant: begun, filled in, its files, its submissions."""
