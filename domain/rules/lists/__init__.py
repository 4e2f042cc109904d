"""What lists are asked for, who stands on a roster, and what statistics count."""
