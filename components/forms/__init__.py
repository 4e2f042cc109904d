"""What is typed into: fields, small forms, pickers, and the dialog when somebody was faster."""
