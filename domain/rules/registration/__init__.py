"""How people come in: what must be complete, and the workbooks and ways by which an office enters them."""
