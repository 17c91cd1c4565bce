"""The kind of each TEI element for a reader: a block, a line, words, or not read at all (TEI P5 4.9, tei_all).

An element without an edge of its own takes that of its position: between elements that contain no text, neighbours are
always separated; among words, only the text decides where a word ends.
"""

import re
from enum import IntEnum

from lxml import etree

from teikit.exports.reading.elements import T, tei_name
from teikit.exports.record.element_content import ELEMENT_CONTENT

XML_SPACE = " \t\r\n"


class Edge(IntEnum):
    """The separation of an element from its neighbours: none, a blank, a line end, the end of a block."""

    NONE = 0
    BLANK = 1
    LINE = 2
    BLOCK = 3


_BLOCKS = """
    ab annotationBlock argument back body byline castGroup castList closer div div1 div2 div3 div4 div5 div6 div7 divGen
    docTitle elementSpec entry entryFree epigraph epilogue figure floatingText front group head lg list listApp listBibl
    listChange listEvent listForest listNym listObject listOrg listPerson listPlace listRelation listWit msDesc opener p
    performance postscript prologue schemaSpec set sp spGrp specGrp superEntry table text titlePage trailer
"""
_LINES = "addrLine address dateline fw headItem headLabel item l note row salute sense signed speaker street u"
# Elements whose children are blocks, or lines, unless these have an edge of their own.
_BLOCK_CONTAINERS = """
    argument back body div div1 div2 div3 div4 div5 div6 div7 divGen epigraph epilogue floatingText front group
    performance postscript prologue set specGrp text
"""
_LINE_CONTAINERS = """
    annotationBlock castGroup castList docTitle figure lg list listApp listBibl listChange listEvent listForest listNym
    listObject listOrg listPerson listPlace listRef listRelation listWit msDesc noteGrp sp spGrp table titlePage
"""
EDGES = {**dict.fromkeys(_LINES.split(), Edge.LINE), **dict.fromkeys(_BLOCKS.split(), Edge.BLOCK)}
CHILD_EDGES = {
    **dict.fromkeys(_LINE_CONTAINERS.split(), Edge.LINE),
    **dict.fromkeys(_BLOCK_CONTAINERS.split(), Edge.BLOCK),
}
# Elements without any content.
_EMPTY = """
    addSpan alt anchor anyElement attRef binary caesura catRef cb citeData classRef conversion damageSpan dataFacet
    default delSpan elementRef empty equiv fsdLink gb handShift iff lacunaEnd lacunaStart lb link localProp macroRef
    milestone move numeric param path pause pb ptr redo refState shift specDesc specGrpRef symbol textNode then undo
    unicodeProp unihanProp variantEncoding when witEnd witStart
"""
NO_TEXT = ELEMENT_CONTENT.union(_EMPTY.split())
# Elements without text whose children are parts or readings of one word.
JOINED = frozenset({"app", "choice", "gap", "rdgGrp", "ruby", "subst"})
MILESTONES = frozenset({"cb", "gb", "lb", "milestone", "pb"})
# Elements that may contain text, but often contain only the changes of one word.
_CHANGES_OF_WORDS = frozenset({"mod", "restore"})
# The content of a `mod` that is one change, like `subst`.
_SUBSTITUTION_PARTS = MILESTONES.union(("add", "del", "subst"))
# Lines that are blocks beside blocks.
_BLOCK_BESIDE_BLOCKS = frozenset({"address", "dateline", "fw", "note", "salute", "signed"})
# Words that become a line in an opener or closer if no word touches them.
_LINE_OF_OPENER = frozenset({"idno", "quote", "seg", "title"})
_OPENERS = frozenset({"closer", "opener"})
_SIDES = frozenset({"center", "left", "right"})
# Elements that may contain text but often contain only data, and these data: two of them never form one word.
_RECORD_NAMES = """
    bibl birth castItem dateline death dictScrap docImprint entryFree etym extent form gramGrp origin persName placeName
    re sense xr
"""
_RECORDS = frozenset(_RECORD_NAMES.split())
_DATA_NAMES = """
    actor addName author availability bibl biblScope bloc case cit citedRange colloc country date def dimensions
    distributor district docDate edition editor etym extent forename form funder gen genName gram gramGrp hyph iType
    idno lang lbl mentioned mood name number orgName origDate origPlace orth per persName placeName pos pron pubPlace
    publisher re ref region respStmt role roleDesc roleName sense series settlement stress subc surname syll textLang
    time title tns usg xr
"""
_DATA = frozenset(_DATA_NAMES.split())

# Characters after which, and before which, data are not separated by a blank; then scripts without blanks.
_NO_BLANK_AFTER = re.compile(r"[-\u2010\u2013'\u2019/(\[]")
_NO_BLANK_BEFORE = re.compile(r"[-\u2010\u2013'\u2019/)\].,;:!?]")
_UNSPACED = re.compile(r"[\u2e80-\ua4cf\uf900-\ufaff\uff00-\uffef]")

# Lists of names in a text; not part of it if an edition adds them after it, without a heading.
_REGISTER_NAMES = "listApp listBibl listEvent listNym listObject listOrg listPerson listPlace listRelation listWit"
REGISTERS = frozenset(_REGISTER_NAMES.split())
_OUTSIDE_TEXT = "what is not in the text (standOff, sourceDoc)"
# Elements that are never read, and their names in messages.
SKIPPED_ELEMENTS = {
    **dict.fromkeys(("alt", "altGrp", "join", "joinGrp", "link", "linkGrp", "substJoin"), "links between passages"),
    **dict.fromkeys(("certainty", "precision", "respons"), "remarks on certainty and responsibility"),
    **dict.fromkeys(("fs", "fLib", "fvLib"), "feature structures"),
    **dict.fromkeys(("interp", "interpGrp", "span", "spanGrp"), "interpretations (span, interp)"),
    **dict.fromkeys(("teiHeader", "standOff", "facsimile", "sourceDoc"), _OUTSIDE_TEXT),
    "binaryObject": "embedded files (binaryObject)",
    "index": "index entries (index)",
    "listTranspose": "transpositions (listTranspose)",
    "metamark": "signs for readers of the source (metamark)",
    "timeline": "timelines",
}
# Elements that change words; a deletion is restored by the nearest of these around it.
_CHANGES = frozenset({"add", "del", "restore", "subst"})
_DESCRIBED_NAMES = "binaryObject figure graphic incident kinesic media notatedMusic pause shift space vocal writing"
# Elements whose `desc` is read as an editor's words.
_DESCRIBED = frozenset(_DESCRIBED_NAMES.split())


def has_words(element: etree._Element) -> bool:
    """Return whether an element contains text other than white space."""
    return any(text.strip(XML_SPACE) for text in map(str, element.itertext()))


def has_content(element: etree._Element) -> bool:
    """Return whether an element has visible content: words, a gap or a picture."""
    return has_words(element) or next(element.iterdescendants(T + "gap", T + "graphic"), None) is not None


def allows_text(element: etree._Element, name: str) -> bool:
    """Return whether white space in an element is significant: it may contain text, or does so against the schema."""
    is_change = (name == "mod" and _is_substitution(element)) or (name == "restore" and _is_indented_change(element))
    if name not in NO_TEXT and not is_change:
        return True
    return any(text.strip(XML_SPACE) for text in _own_text(element))


def _is_substitution(mod: etree._Element) -> bool:
    names = [tei_name(child) for child in mod if isinstance(child.tag, str)]
    return {"add", "del"} <= {*names} <= _SUBSTITUTION_PARTS


def _is_indented_change(restore: etree._Element) -> bool:
    """Return whether a `restore` has changes alone, with line ends around them."""
    names = {tei_name(child) for child in restore if isinstance(child.tag, str)}
    has_line_ends = "\n" in (restore.text or "") and len(restore) > 0 and "\n" in (restore[-1].tail or "")
    return bool(names) and names <= _SUBSTITUTION_PARTS and has_line_ends


def is_indented(element: etree._Element) -> bool:
    """Return whether a part of one word, as in `subst`, is indented: line ends around its elements, and no text."""
    if not element.text or "\n" not in element.text or not len(element) or "\n" not in (element[-1].tail or ""):
        return False
    parent = element.getparent()
    is_part = parent is not None and tei_name(parent) in JOINED
    return is_part and not any(own.strip(XML_SPACE) for own in _own_text(element))


def _own_text(element: etree._Element) -> list[str]:
    return [text for text in (element.text, *(child.tail for child in element)) if text]


def is_datum_after_datum(element: etree._Element, parent: str) -> bool:
    """Return whether an element directly follows another datum of the same record, such as a `bibl` or name."""
    before = element.getprevious() if parent in _RECORDS else None
    if before is None or before.tail or tei_name(before) not in _DATA or tei_name(element) not in _DATA:
        return False
    ends, begins = "".join(map(str, before.itertext()))[-1:], "".join(map(str, element.itertext()))[:1]
    is_unspaced = _UNSPACED.match(ends) and _UNSPACED.match(begins)
    return not (_NO_BLANK_AFTER.match(ends) or _NO_BLANK_BEFORE.match(begins) or is_unspaced)


def edge_of(element: etree._Element, name: str, parent: str, place: Edge) -> Edge:
    """Return the edge of an element, where `place` is the edge of its position and `parent` its parent's name."""
    edge = EDGES.get(name, Edge.NONE)
    if edge is Edge.LINE:
        beside = place is Edge.BLOCK or parent in _OPENERS
        return Edge.BLOCK if beside and name in _BLOCK_BESIDE_BLOCKS else Edge.LINE
    if edge is Edge.BLOCK:
        return edge
    if name in _LINE_OF_OPENER and parent in _OPENERS and not _has_adjacent_text(element):
        return Edge.BLOCK
    if name == "seg" and not _SIDES.isdisjoint(element.get("rend", "").split()):
        return max(place, Edge.BLANK)
    return place


def child_edge(name: str, *, has_text: bool) -> Edge:
    """Return the edge of the positions between the children of an element."""
    return Edge.NONE if has_text or name in JOINED or name in _CHANGES_OF_WORDS else CHILD_EDGES.get(name, Edge.BLANK)


def _has_adjacent_text(element: etree._Element) -> bool:
    before, parent = element.getprevious(), element.getparent()
    text = before.tail if before is not None else parent.text if parent is not None else ""
    return bool((text and text[-1] not in XML_SPACE) or (element.tail and element.tail[0] not in XML_SPACE))


def editorial_signs(name: str, parent: str) -> tuple[str, str]:
    """Return the signs before and after an element with which editions mark its words."""
    if name == "surplus":
        return "{", "}"
    if name == "rt":
        return "(", ")"
    return ("[", "]") if name == "figDesc" or (name == "desc" and parent in _DESCRIBED) else ("", "")


def shown_signs(element: etree._Element, name: str, parent: str) -> tuple[str, str]:
    """Return the editorial signs of an element that has words, "" where there are none to mark."""
    before, after = editorial_signs(name, parent)
    return (before, after) if before and has_words(element) else ("", "")


def is_restored(deletion: etree._Element) -> bool:
    """Return whether a deletion is undone: its words are in a `restore`, and in no other change within that."""
    changes = (name for name in map(tei_name, deletion.iterancestors()) if name in _CHANGES)
    return next(changes, "") == "restore"


def is_register(element: etree._Element, name: str) -> bool:
    """Return whether an element is a register that an edition adds after a text, without a heading."""
    if name not in REGISTERS or element.find(T + "head") is not None:
        return False
    for above in element.iterancestors():
        if tei_name(above) == "back":
            return True
        if not re.fullmatch("div[1-7]?|list[A-Z].*", tei_name(above)) or above.find(T + "head") is not None:
            return False
    return False


# The types of notes that are part of the letter.
_OWN_NOTES = frozenset({"copies", "enclosures", "editorial"})


def is_apparatus(note: etree._Element) -> bool:
    """Return whether a note is an editor's remark on a place in the letter, read at its end.

    The letter's own footnotes, and notes between paragraphs, items or rows, are read in place.
    """
    if note.get("target") or note.get("corresp"):
        return True
    parent = note.getparent()
    while parent is not None and tei_name(parent) in {"noteGrp", "app", "lem", "rdg"}:
        parent = parent.getparent()
    name = "" if parent is None else tei_name(parent)
    between = name in ELEMENT_CONTENT and name not in JOINED
    return not (between or note.get("type") in _OWN_NOTES or (note.get("place") == "foot" and not note.get("type")))
