"""补报 and 破格（一线）申报: the county enters somebody itself here."""
