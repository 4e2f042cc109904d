"""资格预审: whether the form meets what the regulations ask, rule by rule."""
