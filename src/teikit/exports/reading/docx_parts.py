"""The parts of a Word document that do not depend on its words: styles, lists, relations, and its properties."""

from collections.abc import Iterable, Iterator
from datetime import date

from lxml import etree

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_CORE = f"{_PACKAGE}/metadata/core-properties"
_DC, _TERMS = "http://purl.org/dc/elements/1.1/", "http://purl.org/dc/terms/"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PARTS = ("styles", "settings", "numbering", "footnotes", "footer")
_BULLETS = "•◦▪"
# The first list with numbers; the one before it is that of bullets.
_FIRST_NUMBERED = 2
_LEVELS = 9


def element(name: str, /, *children: etree._Element, **attributes: str) -> etree._Element:
    """Return an element of WordprocessingML."""
    made = etree.Element(f"{{{_W}}}{name}", nsmap={"w": _W})
    for key, value in attributes.items():
        made.set(f"{{{_W}}}{key}", value)
    made.extend(children)
    return made


def part(root: etree._Element) -> bytes:
    """Return a part of the package."""
    etree.cleanup_namespaces(root)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)


def _document(text: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{text}'.encode()


def _relations(*relations: tuple[str, str]) -> bytes:
    """Return relations, each by its type and its target; they are numbered from 1."""
    made = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(relations, 1)
    )
    return _document(f'<Relationships xmlns="{_PACKAGE}/relationships">{made}</Relationships>')


CONTENT_TYPES = _document(
    f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_TYPES}.document.main+xml"/>'
    + "".join(f'<Override PartName="/word/{name}.xml" ContentType="{_TYPES}.{name}+xml"/>' for name in _PARTS)
    + '<Override PartName="/docProps/core.xml"'
    ' ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
)
RELATIONS = _relations(
    (f"{_OFFICE}/officeDocument", "word/document.xml"),
    (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
)
DOCUMENT_RELATIONS = _relations(*((f"{_OFFICE}/{name}", f"{name}.xml") for name in _PARTS))
SETTINGS = part(
    element(
        "settings",
        element("footnotePr", element("footnote", id="-1"), element("footnote", id="0")),
        element("compat", element("compatSetting", name="compatibilityMode", uri=f"{_W[:-4]}", val="15")),
    )
)
FOOTER = part(
    element("ftr", element("p", element("pPr", element("jc", val="center")), element("fldSimple", instr="PAGE")))
)


def page_layout() -> etree._Element:
    """Return the properties of the section: A4, with the number of the page at its foot."""
    footer = element("footerReference", type="default")
    footer.set(f"{{{_OFFICE}}}id", f"rId{_PARTS.index('footer') + 1}")
    margins = dict.fromkeys(("top", "right", "bottom", "left"), "1418")
    return element(
        "sectPr",
        footer,
        element("pgSz", w="11906", h="16838"),
        element("pgMar", **margins, header="709", footer="709", gutter="0"),
    )


# Styles: id, name, kind, properties of the paragraph, properties of the words.
_STYLES: tuple[
    tuple[str, str, str, tuple[tuple[str, dict[str, str]], ...], tuple[tuple[str, dict[str, str]], ...]], ...
]
_STYLES = (
    ("Title", "Title", "paragraph", (("spacing", {"after": "240"}),), (("b", {}), ("sz", {"val": "36"}))),
    ("Subtitle", "Subtitle", "paragraph", (), (("i", {}),)),
    ("About", "About", "paragraph", (("spacing", {"after": "40"}),), (("sz", {"val": "19"}),)),
    (
        "Heading1", "heading 1", "paragraph",
        (("keepNext", {}), ("spacing", {"before": "240"}), ("outlineLvl", {"val": "0"})),
        (("b", {}), ("sz", {"val": "28"})),
    ),
    ("Caption", "caption", "paragraph", (("keepNext", {}),), (("i", {}),)),
    ("Quote", "Quote", "paragraph", (("ind", {"left": "567", "right": "567"}),), ()),
    ("FootnoteText", "footnote text", "paragraph", (("spacing", {"after": "0"}),), (("sz", {"val": "19"}),)),
    ("FootnoteReference", "footnote reference", "character", (), (("vertAlign", {"val": "superscript"}),)),
    ("PageMark", "Page Mark", "character", (), (("color", {"val": "767676"}), ("vertAlign", {"val": "superscript"}))),
)  # fmt: skip


def styles(language: str) -> bytes:
    """Return the styles of a document in a language (BCP 47), "" if it is unknown."""
    words = [
        element("rFonts", ascii="Times New Roman", hAnsi="Times New Roman", cs="Times New Roman"),
        element("sz", val="23"),
        *([element("lang", val=language)] if language else []),
    ]
    spacing = element("pPr", element("spacing", after="120", line="276", lineRule="auto"))
    defaults = element("docDefaults", element("rPrDefault", element("rPr", *words)), element("pPrDefault", spacing))
    normal = element(
        "style", element("name", val="Normal"), element("qFormat"), type="paragraph", default="1", styleId="Normal"
    )
    return part(element("styles", defaults, normal, *_named_styles(), _grid()))


def _named_styles() -> Iterator[etree._Element]:
    for name, shown, kind, paragraph, words in _STYLES:
        based = [element("basedOn", val="Normal")] if kind == "paragraph" else []
        made = element("style", element("name", val=shown), *based, element("qFormat"), type=kind, styleId=name)
        for group, properties in (("pPr", paragraph), ("rPr", words)):
            if properties:
                made.append(element(group, *(element(each, **values) for each, values in properties)))
        yield made


def _grid() -> etree._Element:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    lines = (element(side, val="single", sz="4", space="0", color="auto") for side in sides)
    properties = element("tblPr", element("tblBorders", *lines))
    return element("style", element("name", val="Table Grid"), properties, type="table", styleId="TableGrid")


def numbering(numbered: int) -> bytes:
    """Return the definitions of lists: that of bullets, and as many with numbers as there are lists with them."""
    kinds = [(0, "bullet"), (1, "decimal")]
    abstract = (element("abstractNum", *_levels(kind), abstractNumId=str(number)) for number, kind in kinds)
    bullets = element("num", element("abstractNumId", val="0"), numId="1")
    return part(
        element("numbering", *abstract, bullets, *map(_numbered, range(_FIRST_NUMBERED, _FIRST_NUMBERED + numbered)))
    )


def _levels(kind: str) -> Iterator[etree._Element]:
    for level in range(_LEVELS):
        sign = _BULLETS[level % len(_BULLETS)] if kind == "bullet" else f"%{level + 1}."
        place = element("pPr", element("ind", left=str(360 * (level + 1)), hanging="360"))
        parts = (element("start", val="1"), element("numFmt", val=kind), element("lvlText", val=sign))
        yield element("lvl", *parts, element("lvlJc", val="left"), place, ilvl=str(level))


def _numbered(number: int) -> etree._Element:
    start = (element("lvlOverride", element("startOverride", val="1"), ilvl=str(level)) for level in range(_LEVELS))
    return element("num", element("abstractNumId", val="1"), *start, numId=str(number))


def list_number(numbered: int) -> str:
    """Return the id of the list with numbers that is the nth of its document, from 1."""
    return str(_FIRST_NUMBERED + numbered - 1)


def core_properties(title: str, authors: Iterable[str], language: str, day: date) -> bytes:
    """Return the core properties of a document (ECMA-376, part 2, 11)."""
    root = etree.Element(f"{{{_CORE}}}coreProperties", nsmap={"cp": _CORE, "dc": _DC, "dcterms": _TERMS, "xsi": _XSI})
    for name, value in (("title", title), ("creator", "; ".join(authors)), ("language", language)):
        if value:
            etree.SubElement(root, f"{{{_DC}}}{name}").text = value
    for name in ("created", "modified"):
        made = etree.SubElement(root, f"{{{_TERMS}}}{name}")
        made.set(f"{{{_XSI}}}type", "dcterms:W3CDTF")
        made.text = f"{day.isoformat()}T00:00:00Z"
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
