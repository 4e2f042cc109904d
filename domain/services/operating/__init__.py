"""What the operator needs: the first start, backups, and the check that all is whole."""
