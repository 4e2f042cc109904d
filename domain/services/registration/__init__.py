"""People come in here by an office: its workbook, 补报 and 破格（一线）申报."""
