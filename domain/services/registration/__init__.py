"""Offices register applicants here: by workbook, by 补报 and by 破格（一线）申报."""
