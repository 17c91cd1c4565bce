"""Writes specifications in effect as a grammar in RELAX NG."""
