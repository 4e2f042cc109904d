"""Every read that more than one service needs; those about people start at ``visible_to(actor)``."""
