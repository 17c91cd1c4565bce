"""Formats diagnostics as text, one report format a module."""
