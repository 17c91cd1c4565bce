"""Simplifies a schema's tree to a grammar (clause 4), and checks the restrictions of clause 7.

Nothing is imported here: a compiled schema needs `name_classes` alone, and loads far faster without the rest.
"""
