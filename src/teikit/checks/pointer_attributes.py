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


# What is linked by these is in the same document: parts of one text, not what the text is about.
_LINKS = """
    adj adjFrom adjTo children copyOf end exclude follow from mergedIn next parent prev select spanTo start synch
    target targetEnd to
"""
LINKS = frozenset(_LINKS.split())
# These name one of a few things that a header declares; other pointers name one of many entries.
_DECLARED = """
    ana calendar change datingMethod decls edRef feats hand inst period rendition resp scheme scribeRef scriptRef
    unitRef who wit
"""
DECLARED = frozenset(_DECLARED.split())
# With these an element says which entry of a register it names.
NAMING = frozenset({"ref", "key"})
# What the entry may be, by element.
_KINDS = {
    "person": "persName forename surname genName speaker signed",
    "person organisation": "author editor funder principal sponsor respStmt",
    "place": "placeName geogName settlement region country district bloc geo pubPlace origPlace birth death",
    "organisation": "orgName",
    "organisation place": "institution repository publisher",
    "work": "title bibl biblStruct biblFull",
}
_KINDS_OF = {name: tuple(kinds.split()) for kinds, names in _KINDS.items() for name in names.split()}
# The beginnings of the types of names, in the languages of editors.
_TYPES = {
    "person": ("pers", "char", "fict", "author"),
    "place": ("place", "plac", "geo", "settl", "ort", "lieu", "city", "country", "land"),
    "organisation": ("org", "inst", "company", "group"),
    "work": ("work", "werk", "title", "bibl", "lit", "oeuvre", "letter"),
}


# What these may name is said by their types.
TYPED = frozenset({"name", "rs"})


def kinds_of_name(element: str, kind: str) -> tuple[str, ...]:
    """Return what a naming element, with its type, may name; () where that is not known."""
    if element not in TYPED:
        return _KINDS_OF.get(element, ())
    word = kind.strip().lower()
    return tuple(each for each, starts in _TYPES.items() if word.startswith(starts))
