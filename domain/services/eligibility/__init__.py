"""Applications are judged by the rules of the year here, and again when the year changes its mind."""
