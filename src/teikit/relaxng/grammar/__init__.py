"""A schema's tree becomes a grammar in the simple form of clause 4, held to the restrictions of clause 7.

Nothing is imported here: a compiled schema needs `name_classes` alone, and loads far faster without the rest.
"""
