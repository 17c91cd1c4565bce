"""Sources of each kind with what should come out, in `tests/data/kinds`: KIND/NAME.SUFFIX and KIND/NAME.expected.toml.

`python -m tests.support.kinds [KIND...]` prints how many come out right, and what differs. A file of expectations:

    parts = [["head", "March 3 …"], ["salute", "Dear Ann,"], ["p", "The Council …"], ["note", "[Footnote 1: …"]]
    [header]
    sender = ["J. Weidlich"]
    date = "1957-03-03"

Each part is an element of the TEI's text and its words; "…" at the end means that more follows. Paragraphs of a note, a
postscript, a quotation, an item or a cell have the name of that. What the header does not state is left out.
`images` are the page images in order, `pages` those that page breaks point to, `manifest` the address of a IIIF one.
`not_yet = "reason"` marks a source that does not come out right.
"""

import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

import teikit
from teikit.errors import TeikitError

FOLDER = Path(__file__).parents[1] / "data" / "kinds"
EXPECTED = ".expected.toml"
_ID = "{http://www.w3.org/XML/1998/namespace}id"
TEI = "{http://www.tei-c.org/ns/1.0}"
_CONTAINERS = ("note", "postscript", "quote", "item", "cell", "closer", "opener")
_PARTS = {"head", "fw", "dateline", "address", "salute", "p", "signed", "l", "item", "cell", "idno", "seg", "title"}
_ABSENT: dict[str, Any] = {"sender": [], "recipient": [], "copy": [], "place": "", "date": "", "language": ""}


@dataclass(frozen=True)
class Outcome:
    """What comes out of a source, compared: the parts and the statements of the header that differ, in words."""

    source: Path
    parts: list[str]
    header: list[str]
    is_false: bool
    """Whether the header states something that is not so; to leave something out is not false."""

    @property
    def is_right(self) -> bool:
        """Whether nothing needs to be corrected."""
        return not self.parts and not self.header


def sources(*kinds: str) -> list[Path]:
    """The sources of some kinds, or of all."""
    folders = [each for each in sorted(FOLDER.iterdir()) if each.is_dir() and (not kinds or each.name in kinds)]
    files = (file for folder in folders for file in sorted(folder.iterdir()))
    return [file for file in files if not file.name.endswith(EXPECTED) and expected_file(file).exists()]


def expected_file(source: Path) -> Path:
    """The file of what should come out of a source."""
    return source.with_name(source.stem + EXPECTED)


def compare(source: Path) -> Outcome:
    """Encode a source and compare."""
    expected = tomllib.loads(expected_file(source).read_text(encoding="utf-8"))
    try:
        root = etree.fromstring(teikit.encode(source, **expected.get("options", {})).tei)
    except TeikitError as error:
        return Outcome(source, [str(error)], [], is_false=False)
    found, wanted = list(parts(root)), [tuple(each) for each in expected["parts"]]
    header, truth = statements(root), {**_ABSENT, **expected.get("header", {})}
    differing = [key for key in truth if not _agrees(header.get(key, _ABSENT.get(key)), truth[key])]
    is_false = any(_claims_more(header[key], truth[key]) for key in differing if key in _ABSENT and key in header)
    return Outcome(source, list(_difference(found, wanted)), [_say(key, header, truth) for key in differing], is_false)


def _agrees(found: Any, wanted: Any) -> bool:
    if isinstance(wanted, str) and wanted.endswith("…"):
        return str(found).startswith(wanted[:-1].rstrip())
    return bool(found == wanted)


def _claims_more(found: Any, truth: Any) -> bool:
    if isinstance(found, list):
        return bool(set(found) - set(truth))
    # A day without its hour claims less.
    return found not in {"", "und", "/"} and not truth.startswith(found)


def _say(key: str, header: dict[str, Any], truth: dict[str, Any]) -> str:
    return f"{key}: {header.get(key)!r}, not {truth[key]!r}"


def _difference(found: list[tuple[str, str]], wanted: list[tuple[str, str]]) -> Iterator[str]:
    import difflib  # noqa: PLC0415  only where something differs

    if len(found) == len(wanted) and all(map(_is_part, found, wanted)):
        return
    shown = [f"{name}: {text[:60]}" for name, text in found]
    hoped = [_shown_as(want, found, shown) for want in wanted]
    yield from (line for line in difflib.ndiff(shown, hoped) if line[0] in "+-")


def _shown_as(want: tuple[str, str], found: list[tuple[str, str]], shown: list[str]) -> str:
    for part, text in zip(found, shown, strict=True):
        if _is_part(part, want):
            return text
    return f"{want[0]}: {want[1][:60]}"


def _is_part(found: tuple[str, str], wanted: tuple[str, str]) -> bool:
    name, text = wanted
    is_same = found[1].startswith(text[:-1].rstrip()) if text.endswith("…") else found[1] == text
    return found[0] == name and is_same


def parts(root: etree._Element) -> Iterator[tuple[str, str]]:
    """Yield name and words of each part in the text of TEI, in their order; a note or `fw` within words comes after."""
    text = root[-1]
    for node in text.iter(f"{TEI}*"):
        name = etree.QName(node).localname
        if name in {"note", "postscript"} and not _has_paragraphs(node):
            yield name, _words(node)
        elif name in _PARTS and not _is_inside_part(node) and (words := _words(node)):
            yield _container(node) or name, words


def _has_paragraphs(node: etree._Element) -> bool:
    return next(node.iter(f"{TEI}p", f"{TEI}quote"), None) is not None


def _is_inside_part(node: etree._Element) -> bool:
    if node.tag == f"{TEI}fw":
        return False
    for outer in node.iterancestors():
        name = etree.QName(outer).localname
        if name in _PARTS - {"item", "cell"} or (name in {"item", "cell"} and node.tag != f"{TEI}p"):
            return name not in {"item", "cell"} or etree.QName(node).localname not in {"item", "cell"}
        if name == "note" and not any(each.tag == f"{TEI}p" for each in outer):
            return node.tag != f"{TEI}p"
    has_parts = any(etree.QName(each).localname in {"p", "item", "cell"} for each in node.iterdescendants(f"{TEI}*"))
    return etree.QName(node).localname in {"item", "cell"} and has_parts


def _container(node: etree._Element) -> str:
    if node.tag != f"{TEI}p":
        return ""
    names = (etree.QName(outer).localname for outer in node.iterancestors())
    return next((name for name in names if name in _CONTAINERS), "")


def _words(node: etree._Element) -> str:
    copy = etree.fromstring(etree.tostring(node, with_tail=False))
    for inner in [*copy.iter(f"{TEI}note", f"{TEI}fw")]:
        if inner is not copy:
            tail, inner.tail = inner.tail, None
            inner.clear()
            inner.tail = tail
    for one in copy.iter(f"{TEI}lb", f"{TEI}pb", f"{TEI}addrLine", f"{TEI}p"):
        if one.get("break") != "no":
            one.text = f" {one.text or ''}"
            one.tail = f" {one.tail or ''}"
    return " ".join("".join(copy.itertext()).split())


def statements(root: etree._Element) -> dict[str, Any]:
    """What the header of TEI states of the letter."""
    header = root[0]
    found: dict[str, Any] = {}
    for role, path in _ACTIONS.items():
        actions = header.iterfind(f".//{TEI}{path}")
        found[role] = [
            " ".join("".join(each.itertext()).split())
            for action in actions
            for each in action
            if etree.QName(each).localname in {"persName", "orgName", "roleName", "name"}
            and not (role == "recipient" and action.get("subtype"))
        ]
    sent = header.find(f".//{TEI}{_ACTIONS['sender']}")
    place, date = (sent.find(f"{TEI}{name}") if sent is not None else None for name in ("placeName", "date"))
    found["place"] = "" if place is None else " ".join("".join(place.itertext()).split())
    found["date"] = "" if date is None else date.get("when") or "/".join(date.get(k, "") for k in ("from", "to"))
    language = header.find(f".//{TEI}language")
    found["language"] = "" if language is None else language.get("ident")
    images = {each.get(_ID): graphic.get("url") for each in root.iter(f"{TEI}surface") for graphic in each[:1]}
    found["images"] = [each.get("url") for each in root.iter(f"{TEI}graphic")]
    found["pages"] = [images.get(each.get("facs", "")[1:]) for each in root.iter(f"{TEI}pb") if each.get("facs")]
    facsimile = root.find(f"{TEI}facsimile")
    found["manifest"] = "" if facsimile is None else facsimile.get("facs", "")
    for name in ("title", "abstract", "bibl", "repository", "xenoData"):
        node = header.find(f".//{TEI}{name}")
        found[name] = "" if node is None else " ".join("".join(node.itertext()).split())
    return found


_ACTIONS = {
    "sender": "correspAction[@type='sent']",
    "recipient": "correspAction[@type='received']",
    "copy": "correspAction[@subtype='cc']",
}


def main(*kinds: str) -> None:
    """Print the table of all kinds, and what differs."""
    outcomes = [compare(source) for source in sources(*kinds)]
    for outcome in outcomes:
        flag = "right" if outcome.is_right else "FALSE" if outcome.is_false else "differs"
        print(f"{flag:8}{outcome.source.relative_to(FOLDER)}")
        for line in (*outcome.parts, *outcome.header):
            print(f"            {line}")
    for kind in sorted({outcome.source.parent.name for outcome in outcomes}):
        own = [outcome for outcome in outcomes if outcome.source.parent.name == kind]
        right, false = sum(each.is_right for each in own), sum(each.is_false for each in own)
        print(f"{kind:16}{len(own):3} sources {right:3} right {false:3} headers with something false")


if __name__ == "__main__":
    main(*sys.argv[1:])
