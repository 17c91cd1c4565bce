"""Reads how words look from @rend, @rendition and @style (TEI P5, 1.3.1.1.3) into looks, a closed list of names.

CSS is never copied: a declaration whose property and value are in the tables here becomes a look, and the style sheet
of a page says what that is. So a document can neither load anything nor hide or move parts of the page.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from teikit.exports.reading.elements import T
from teikit.exports.reading.rendition_words import LOOKS_OF_POINTERS, LOOKS_OF_WORDS, NO_LOOKS
from teikit.messages import list_items, quote
from teikit.tei.markup import ID

_SEPARATORS = re.compile(r"[\s;,()]+")
_DECLARATION = re.compile(r"\s*([a-z-]+)\s*:\s*([^:;{}\s][^:;{}]*?)\s*(?:!\s*important\s*)?")
_LENGTH = re.compile(r"([+-]?(?:\d+(?:\.\d*)?|\.\d+))\s*(px|pt|pc|cm|mm|in|em|rem|ex|ch|%|)")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
# How many em a unit is, of a font of 12 points.
_EMS = {
    "px": 1 / 16, "pt": 1 / 12, "pc": 1.0, "cm": 2.36, "mm": 0.236, "in": 6.0, "em": 1.0, "rem": 1.0, "ex": 0.5,
    "ch": 0.5, "%": 0.3, "": 1.0,
}  # fmt: skip
_POINTER_ENDS = re.compile("[#:]")
_CONDITION = re.compile(r"""\[@?([\w:-]+)=["']?([^"'\]]*)["']?\]""")
_SELECTOR = re.compile(r"\s*(\*|[A-Za-z][\w-]*)((?:\[[^\[\]]*\])*)\s*")
_MOST_INDENTS = 8
_BOLD_FROM = 600
_LARGEST, _LARGE, _SMALL = 1.35, 1.05, 0.95
_MOST_LENGTH = 2_000
_MOST_UNKNOWN = 5


def _length(value: str) -> float | None:
    """Return a length in em, None for what is none."""
    match = _LENGTH.fullmatch(value)
    return float(match[1]) * _EMS[match[2]] if match else None


def _one_of(**looks: str) -> Callable[[str], Iterator[str]]:
    """Return a reader of words, each with its look."""
    known = {word.replace("_", "-"): look for word, look in looks.items()}

    def read(value: str) -> Iterator[str]:
        return (known[word] for word in value.split() if word in known)

    return read


def _weight(value: str) -> Iterator[str]:
    if value in {"bold", "bolder"} or (value.isdecimal() and int(value) >= _BOLD_FROM):
        yield "bold"
    elif value in {"normal", "lighter"} or value.isdecimal():
        yield "regular"


def _decoration(value: str) -> Iterator[str]:
    words = set(value.split())
    if "underline" in words:
        yield next((look for style, look in _UNDERLINES.items() if style in words), "underline")
    if "overline" in words:
        yield "overline"
    if "line-through" in words:
        yield "strike"


_UNDERLINES = {
    "double": "double-underline", "dotted": "dotted-underline", "dashed": "dashed-underline", "wavy": "wavy-underline",
}  # fmt: skip
UNDERLINES = ("underline", *_UNDERLINES.values())


def _spacing(value: str) -> Iterator[str]:
    if (length := _length(value)) and length > 0:
        yield "spaced"


def _raised(value: str) -> Iterator[str]:
    length = _length(value)
    if value == "super" or (length and length > 0):
        yield "superscript"
    elif value == "sub" or (length and length < 0):
        yield "subscript"


def _size(value: str) -> Iterator[str]:
    words = {"larger": _LARGE, "large": _LARGE, "smaller": _SMALL, "small": _SMALL, "medium": 1.0}
    match = _LENGTH.fullmatch(value)
    if value.startswith(("x-", "xx-", "xxx-")):
        scale = 2.0 if value.endswith("large") else 0.5
    elif match:
        scale = float(match[1]) * (0.01 if match[2] == "%" else _EMS[match[2]])
    else:
        scale = words.get(value, 1.0)
    if scale >= _LARGE:
        yield "largest" if scale >= _LARGEST else "larger"
    elif scale <= _SMALL:
        yield "smaller"


def _indent(value: str) -> Iterator[str]:
    if (length := _length(value.split(maxsplit=1)[0])) and length > 0:
        yield f"indent-{min(max(round(length / 2), 1), _MOST_INDENTS)}"


def _first_line(value: str) -> Iterator[str]:
    if length := _length(value.split(maxsplit=1)[0]):
        yield "hanging" if length < 0 else "first-line"


def _border(value: str) -> Iterator[str]:
    if not {"none", "hidden", "0", "0px"} & set(value.split()):
        yield "boxed"


def _rule_below(value: str) -> Iterator[str]:
    yield from ("underline" for _ in _border(value))


def _family(value: str) -> Iterator[str]:
    names = value.replace('"', "").replace("'", "").lower()
    if "mono" in names or "courier" in names or "typewriter" in names:
        yield "mono"
    elif "sans" in names or "helvetica" in names or "arial" in names:
        yield "print"


_COLOURS = {
    "red": "red", "crimson": "red", "darkred": "red", "maroon": "red", "firebrick": "red", "blue": "blue",
    "darkblue": "blue", "navy": "blue", "royalblue": "blue", "green": "green", "darkgreen": "green", "brown": "brown",
    "saddlebrown": "brown", "sienna": "brown", "purple": "purple", "violet": "purple", "gray": "gray", "grey": "gray",
    "orange": "brown", "silver": "gray",
}  # fmt: skip
_HEX = re.compile("#([0-9a-f]{3}|[0-9a-f]{6})")
_RGB = re.compile(r"rgb\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})\s*\)")
_MOST_BYTE = 255


def _colour(value: str) -> Iterator[str]:
    """Yield the nearest of the colours of a page's style sheet, which can be read in light and dark."""
    if match := _HEX.fullmatch(value):
        digits = match[1] if len(match[1]) > len("rgb") else "".join(digit * 2 for digit in match[1])
        value = _hue(*bytes.fromhex(digits))
    elif match := _RGB.fullmatch(value):
        value = _hue(*map(int, match.groups()))
    if value in _COLOURS:
        yield f"color-{_COLOURS[value]}"


def _hue(red: int, green: int, blue: int) -> str:
    most, least = max(red, green, blue), min(red, green, blue)
    if most - least < _MOST_BYTE // 5:
        return "gray" if most > _MOST_BYTE // 4 else ""
    if most == red:
        return "purple" if blue > green + _MOST_BYTE // 4 else "brown" if green > red * 0.45 else "red"
    return "green" if most == green else "purple" if red > blue // 2 else "blue"


def _background(value: str) -> Iterator[str]:
    if value.split(maxsplit=1)[0] not in {"none", "transparent", "white", "#fff", "#ffffff", "inherit"}:
        yield "marked"


_caps = _one_of(small_caps="small-caps", all_small_caps="small-caps", petite_caps="small-caps", normal="no-caps")
_READERS: Mapping[str, Callable[[str], Iterator[str]]] = {
    "font-style": _one_of(italic="italic", oblique="italic", normal="upright"),
    "font-weight": _weight,
    "font-variant": _caps,
    "font-variant-caps": _caps,
    "font-size": _size,
    "font-family": _family,
    "text-transform": _one_of(uppercase="capitals", lowercase="lowercase", capitalize="capitalized"),
    "text-decoration": _decoration,
    "text-decoration-line": _decoration,
    "text-align": _one_of(left="left", right="right", center="center", start="left", end="right", justify="justify"),
    "text-indent": _first_line,
    "letter-spacing": _spacing,
    "vertical-align": _raised,
    "margin-left": _indent,
    "padding-left": _indent,
    "margin-inline-start": _indent,
    "border": _border,
    "outline": _border,
    "border-bottom": _rule_below,
    "color": _colour,
    "background": _background,
    "background-color": _background,
    "display": _one_of(block="block"),
    "float": _one_of(left="left", right="right"),
}


def looks_of_css(style: str) -> Iterator[str]:
    """Yield the looks of CSS declarations (`font-style: italic; ...`); what is not in the tables has none."""
    if len(style) <= _MOST_LENGTH:
        for declaration in _COMMENT.sub(" ", style.lower()).split(";"):
            match = _DECLARATION.fullmatch(declaration)
            if match and match[1] in _READERS:
                yield from _READERS[match[1]](match[2])


def looks_of_rend(rend: str) -> Iterator[str]:
    """Yield the looks of a value of @rend: words, CSS, or a ladder such as 'slant(italic)weight(bold)'."""
    if ":" in rend and (found := list(looks_of_css(rend))):
        yield from found
    else:
        for word in _SEPARATORS.split(rend.lower()[:_MOST_LENGTH]):
            parts = [word] if word in LOOKS_OF_WORDS else word.split(":")
            yield from (LOOKS_OF_WORDS[part] for part in parts if part in LOOKS_OF_WORDS)


@dataclass(frozen=True, slots=True)
class _Default:
    """The looks of all elements with a name and with some attributes."""

    name: str
    attributes: Mapping[str, str]
    looks: tuple[str, ...]

    def matches(self, element: etree._Element) -> bool:
        is_alike = all(element.get(name) == value for name, value in self.attributes.items())
        return is_alike and self.name in {"*", etree.QName(element).localname}


class Renditions:
    """The renditions that a document declares; gives the looks of its elements.

    `unknown` collects the values of @rend, @rendition and @style that have no look, though they mean one.
    """

    def __init__(self, root: etree._Element | None = None) -> None:
        self.unknown: dict[str, None] = {}
        self._known: dict[tuple[str, str, str], tuple[str, ...]] = {("", "", ""): ()}
        found = [] if root is None else root.findall(f"{T}teiHeader//{T}rendition")
        declared = [(one, tuple(_looks_of_declaration(one))) for one in found if not one.get("scope")]
        self._declared = {one.get(ID, ""): looks for one, looks in declared}
        self._defaults = [default for one, looks in declared for default in _defaults(one.get("selector", ""), looks)]
        style = None if root is None else root.find(f"{T}teiHeader//{T}styleDefDecl")
        self._is_css = style is None or style.get("scheme", "css") == "css"

    def looks(self, element: etree._Element) -> tuple[str, ...]:
        """Return the looks of an element, each once: its defaults, and those of @rendition, @rend and @style."""
        attributes = element.get("rend", ""), element.get("rendition", ""), element.get("style", "")
        if attributes not in self._known:
            self._known[attributes] = found = tuple(dict.fromkeys(self._read(*attributes)))
            said = "" if found else " ".join(filter(None, attributes)).strip()
            self.unknown.update({said: None} if said and said.lower() not in NO_LOOKS else {})
        own = self._known[attributes]
        if not self._defaults:
            return own
        defaults = (look for default in self._defaults if default.matches(element) for look in default.looks)
        return tuple(dict.fromkeys((*defaults, *own)))

    def left_out(self) -> tuple[str, ...]:
        """Return in words which renditions have no look."""
        shown = [quote(value) for value in list(self.unknown)[:_MOST_UNKNOWN]]
        listed = list_items(shown, last="and", of=len(self.unknown))
        return (f"renditions without a style here ({listed})",) if shown else ()

    def _read(self, rend: str, rendition: str, style: str) -> Iterator[str]:
        for pointer in rendition.split():
            # DTABf and TEI Simple have lists of renditions that need not be declared: `#b`, `simple:bold`.
            name = _POINTER_ENDS.split(pointer)[-1]
            declared = self._declared.get(name) if pointer.startswith("#") else None
            yield from declared or (LOOKS_OF_POINTERS[one] for one in (name.lower(),) if one in LOOKS_OF_POINTERS)
        yield from looks_of_rend(rend)
        if self._is_css:
            yield from looks_of_css(style)


def _looks_of_declaration(rendition: etree._Element) -> Iterator[str]:
    """Yield the looks of a declaration in CSS, or in words that are all known."""
    text = " ".join("".join(map(str, rendition.itertext())).split())
    if rendition.get("scheme", "css") == "css":
        yield from looks_of_css(text)
    elif all(word in LOOKS_OF_WORDS for word in text.lower().split()):
        yield from looks_of_rend(text)


def _defaults(selectors: str, looks: tuple[str, ...]) -> Iterator[_Default]:
    """Yield the defaults of selectors of names and attributes; other selectors have no effect."""
    for selector in selectors.split(",") if looks else ():
        match = _SELECTOR.fullmatch(selector)
        conditions = _CONDITION.findall(match[2]) if match else []
        if match and len(conditions) == match[2].count("["):
            yield _Default(match[1], dict(conditions), looks)
