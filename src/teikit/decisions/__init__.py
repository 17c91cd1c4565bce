"""Decisions of an editor about a letter, kept beside its source: what its parts are, what its header states."""
