"""Documents made of values: workbooks and printed papers, without a look at who asks or where it comes from."""
