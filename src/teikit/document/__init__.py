"""XML documents: their bytes, tags and trees with positions, and serialisation.

Nothing is imported here: validation uses `encoding`, and must not wait for lxml.
"""
