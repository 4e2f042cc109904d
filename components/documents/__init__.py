"""Documents made of plain values: workbooks and printed papers; they do not know users, pages or the database."""
