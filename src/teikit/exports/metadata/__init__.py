"""Writes records in the metadata formats of archives and catalogues, one format per module."""
