"""Diagnostics to text, one format a module."""
