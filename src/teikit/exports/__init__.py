"""Exports TEI to the formats of archives and readers, one format per module.

The name of the package leaves `teikit.export` to the function.
"""
