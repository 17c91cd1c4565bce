"""Formats diagnostics as text, one format per module."""
