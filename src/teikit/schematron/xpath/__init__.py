"""Compiles expressions of a schema: to elementpath, or to libxml2 where it gives the same results."""
