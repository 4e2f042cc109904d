"""Pages of the counties and the offices above them: payment, late entries, published results."""
