"""The attributes of TEI with pointers (`teidata.pointer` in the TEI P5 specification, 4.9.0), by element."""

# Pointers wherever TEI allows them.
_ALWAYS = """
    active adj adjFrom adjTo ana calendar change children code copyOf corresp datcat datingMethod datingPoint
    decls domains edRef end exclude fVal facs feats follow given hand inst lemmaRef mergedIn mutual new next
    nymRef origin parent parts passive perf period prev ref rendition replyTo require resp sameAs scribeRef
    scriptRef select since source spanTo synch target targetDatcat targetEnd toWhom unitRef url valueDatcat where
    who wit
"""
# On these elements the same names mean something else.
_BUT = {
    "active": {"interaction"},
    "end": {"schemaSpec"},
    "new": {"shift"},
    "passive": {"interaction"},
    "require": {"anyElement"},
    "resp": {"space"},
    "target": {"annotation"},
    "where": {"move"},
}
# Pointers on these elements alone.
_ONLY = {
    "class": {"msContents", "msItem", "msItemStruct"},
    "from": {"app", "arc", "rt", "span"},
    "location": {"entryFree", "form", "gramGrp", "sense", "usg"},
    "scheme": {"catRef", "classCode", "keywords", "locus", "locusGrp", "occupation", "socecStatus"},
    "start": {"line", "path", "surface", "u", "zone"},
    "to": {"app", "arc", "rt", "span"},
    "value": {"eLeaf", "eTree", "iNode", "leaf", "node", "root", "triangle"},
}

ATTRIBUTES = frozenset((*_ALWAYS.split(), *_ONLY))


def is_pointer(element: str, attribute: str) -> bool:
    """Return whether an attribute in ATTRIBUTES has pointers on a TEI element."""
    only = _ONLY.get(attribute)
    return element in only if only is not None else element not in _BUT.get(attribute, ())
