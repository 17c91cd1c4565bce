"""What the elements of registers describe, by their names."""

from teikit.registers.entries import EntryKind

EXAMPLES = "http://www.tei-c.org/ns/Examples"
_KINDS = {
    EntryKind.PERSON: "person personGrp persona persName",
    EntryKind.PLACE: "place placeName geogName settlement region country district bloc location",
    EntryKind.ORGANISATION: "org orgName",
    EntryKind.WORK: "bibl biblFull biblStruct msDesc object title work",
}
KIND_OF = {name: kind for kind, names in _KINDS.items() for name in names.split()}
