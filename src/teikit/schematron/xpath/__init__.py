"""Expressions of a schema to functions over a document: by elementpath, or by libxml2 where it says the same."""
