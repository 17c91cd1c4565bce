"""TEI to the formats of archives and readers, one format a module.

`source` reads a letter, `header` its record; each format writes it; `placing` brings packages to disk. The room's name
leaves `teikit.export` to the verb.
"""
