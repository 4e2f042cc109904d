"""Where an installation keeps its data, and how it is set up."""
