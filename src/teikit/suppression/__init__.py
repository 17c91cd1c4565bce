"""Removes known diagnostics: those that the document itself suppresses, and those in the baseline.

Nothing is imported here: most documents have no instructions and most runs no baseline.
"""
