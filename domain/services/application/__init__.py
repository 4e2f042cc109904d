"""What an applicant does with an application: starting it, filling it in, its files and its submissions."""
