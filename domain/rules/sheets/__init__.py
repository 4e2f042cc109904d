"""How workbooks are read that people filled in: cells, dates, and what is refused unopened."""
