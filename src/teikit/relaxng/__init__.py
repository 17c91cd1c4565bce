"""RELAX NG: a schema becomes a grammar, the grammar an automaton, the automaton a verdict on a document."""
