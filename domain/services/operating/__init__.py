"""What the operator needs: the first start, backups, and the integrity check."""
