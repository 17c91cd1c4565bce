"""A document becomes a verdict: valid, or what is wrong with it and where."""
