"""What a reader of a letter sees of its TEI: which elements are whose words, and what is an editor's apparatus."""

from lxml import etree

from teikit.tei import TEI

T = f"{{{TEI}}}"
# Registers and the like, which stand behind letters and are not part of them.
REGISTERS = frozenset(
    T + name
    for name in (
        "listPerson", "listPlace", "listOrg", "listBibl", "listEvent", "listObject", "listNym", "listWit", "listApp",
        "listRelation", "linkGrp", "spanGrp", "interpGrp", "fs", "standOff", "teiHeader", "facsimile", "sourceDoc",
    )
)  # fmt: skip
# Of two readings of one place, what stands on the paper, and what an editor makes of it.
WRITTEN, MEANT = ("sic", "orig", "abbr"), ("corr", "reg", "expan")
_OWN_NOTES = frozenset({"copies", "enclosures", "editorial"})


def local(element: etree._Element) -> str:
    """Return the name of a TEI element; nothing for elements of other vocabularies, comments and instructions."""
    tag = element.tag
    return tag[len(T) :] if isinstance(tag, str) and tag.startswith(T) else ""


def readings(choice: etree._Element) -> tuple[etree._Element | None, etree._Element | None]:
    """Return what stands on the paper and what is meant by it, of the readings in a choice."""
    children = {local(child): child for child in reversed(choice)}
    written = next((children[name] for name in (*WRITTEN, "unclear", "seg") if name in children), None)
    meant = next((children[name] for name in MEANT if name in children), None)
    return (written, meant) if written is not None else (meant, None)


def is_apparatus(note: etree._Element) -> bool:
    """Say whether a note is an editor's remark on a place of the letter, to be read at its end.

    The letter's own footnotes, and notes that stand between its paragraphs, are read where they stand.
    """
    if note.get("target") or note.get("corresp"):
        return True
    parent = note.getparent()
    between = parent is not None and local(parent) in {"body", "div", "text", "front", "back", "postscript"}
    return not (between or note.get("type") in _OWN_NOTES or (note.get("place") == "foot" and not note.get("type")))
