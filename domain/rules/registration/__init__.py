"""How applicants are registered: what must be complete, and the workbooks and entrances that offices use."""
