"""XML bytes to trees that know their places, and back.

Nothing is imported here: `encoding` serves validation, which must not wait for lxml.
"""
