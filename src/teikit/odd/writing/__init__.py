"""Writes specifications in effect as a compiled ODD."""
