"""Reads TEI letters back as text with the label of each word, so that the letters of an edition are examples.

Any TEI is read: several letters in a corpus or a group, nested divisions. Each block becomes lines, with a blank line
between blocks. What has words but no label is reported, and the letter that has it is left out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from teikit.letter.model import Label
from teikit.tei.header import NOT_REVISED
from teikit.tei.markup import TEI
from teikit.text import Line, lines

_LETTER = re.compile(r"letter|brief|lettre|lettera|epistola|carta|correspondence", re.IGNORECASE)
# Types of divisions that are an editor's.
_NOTES = re.compile(r"note|abstract|summary|regest|comment|apparatus|editor", re.IGNORECASE)
_LABELS = {
    "head": Label.HEAD, "dateline": Label.DATELINE, "signed": Label.SIGNED, "byline": Label.SIGNED,
    "address": Label.ADDRESS, "addrLine": Label.ADDRESS, "note": Label.NOTE, "argument": Label.NOTE,
    "trailer": Label.NOTE, "p": Label.PARAGRAPH, "ab": Label.PARAGRAPH, "lg": Label.PARAGRAPH, "l": Label.PARAGRAPH,
    "list": Label.PARAGRAPH, "table": Label.PARAGRAPH, "quote": Label.PARAGRAPH, "cit": Label.PARAGRAPH,
    "said": Label.PARAGRAPH, "epigraph": Label.PARAGRAPH,
}  # fmt: skip
# Elements that hold blocks, or parts that have labels of their own.
_HOLDERS = {"text", "body", "div", "div1", "div2", "div3", "group", "opener", "closer", "postscript"}
# What is no text of the letter: an editor's, or not to be read as such.
_LEFT_OUT = {
    "fw", "expan", "reg", "corr", "rdg", "figDesc", "del", "facsimile", "standOff", "teiHeader", "graphic", "index",
    "front", "back", "interp", "certainty", "lb", "pb", "cb", "gb", "milestone",
}  # fmt: skip
# Names and dates that stand in an opener by themselves are its dateline.
_OF_DATELINE = {"date", "placeName", "time", "settlement"}
_LINES = {"l", "item", "row", "addrLine", "p"}
_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class TeiLetter:
    """A letter read back: its lines, and the label of each word; or the `fault` for which it is left out."""

    name: str
    lines: tuple[Line, ...] = ()
    labels: tuple[Label, ...] = ()
    fault: str = ""


def read_tei_letters(root: etree._Element, file: str) -> list[TeiLetter]:
    """Return the letters of a TEI document, in its order; several are numbered."""
    letters = list(_letters(root))
    names = [file] if len(letters) == 1 else [f"{file} ({number})" for number in range(1, len(letters) + 1)]
    return [_read(letter, name) for letter, name in zip(letters, names, strict=True)]


def is_unrevised(root: etree._Element) -> bool:
    """Return whether the header of a document says that teikit encoded it, and that nobody revised it."""
    changes = root.iter(f"{{{TEI}}}change")
    return any((change.text or "").strip().endswith(NOT_REVISED) for change in changes)


def _letters(root: etree._Element) -> Iterator[etree._Element]:
    """Yield the elements that are letters: texts, or the divisions of a text that say that they are letters."""
    for text in root.iter(f"{{{TEI}}}text"):
        if text.find(f"{{{TEI}}}group") is not None:
            continue
        divisions = list(_divisions(text))
        yield from divisions if len(divisions) > 1 else [text]


def _divisions(text: etree._Element) -> Iterator[etree._Element]:
    """Yield the outermost divisions that say that they are letters."""
    walk = etree.iterwalk(text, events=("start",), tag=f"{{{TEI}}}div")
    for _, element in walk:
        if _LETTER.search(element.get("type", "")):
            yield element
            walk.skip_subtree()


def _read(letter: etree._Element, name: str) -> TeiLetter:
    reader = _Reader()
    reader.read(letter)
    fault = reader.fault or ("" if Label.PARAGRAPH in dict(reader.blocks) else "has no paragraph")
    if fault:
        return TeiLetter(name, fault=fault)
    text = "\n\n".join("\n".join(each for each in block) for _, block in reader.blocks)
    words = tuple(label for label, block in reader.blocks for each in block for _ in each.split())
    return TeiLetter(name, tuple(lines(text)), words)


def _content(element: etree._Element, name: str) -> Iterator[etree._Element | str]:
    """Yield the children of an element; those of a closer with the words between them."""
    is_closer = name == "closer"
    if is_closer and _WORD.search(element.text or ""):
        yield element.text or ""
    for child in element.iterchildren():
        yield child
        if is_closer and _WORD.search(child.tail or ""):
            yield child.tail or ""


def _local(element: etree._Element) -> str:
    name = element.tag
    return name.removeprefix(f"{{{TEI}}}") if isinstance(name, str) else ""


@dataclass(slots=True)
class _Reader:
    """Collects the blocks of a letter, each a label and its lines; `fault` is the first thing that has no label."""

    blocks: list[tuple[Label, tuple[str, ...]]] = field(default_factory=list)
    fault: str = ""

    def read(self, root: etree._Element) -> None:
        """Read a letter; elements are visited without recursion, since documents may be deep."""
        waiting: list[tuple[etree._Element | str, str]] = [(root, "")]
        while waiting and not self.fault:
            element, holder = waiting.pop()
            if isinstance(element, str):
                # Words of a closer that no element in it marks are the complimentary close.
                self.blocks.append((Label.VALEDICTION, (" ".join(element.split()),)))
                continue
            name = _local(element)
            if not name or name in _LEFT_OUT:
                continue
            if name in _HOLDERS and not self._is_note(element):
                self._check_own_words(element, name)
                inside = name if name in {"opener", "closer", "postscript"} else holder
                waiting += [(child, inside) for child in reversed(list(_content(element, name)))]
            else:
                self._add(element, self._label(element, name, holder))

    def _is_note(self, element: etree._Element) -> bool:
        return _local(element).startswith("div") and _NOTES.search(element.get("type", "")) is not None

    def _check_own_words(self, element: etree._Element, name: str) -> None:
        """Note a fault where words are in an element beside its parts; in a closer they are the close."""
        if name == "closer":
            return
        own = " ".join((element.text or "", *(child.tail or "" for child in element.iterchildren())))
        if _WORD.search(own):
            self._refuse(element, f"<{name}> with words that no element in it marks")

    def _label(self, element: etree._Element, name: str, holder: str) -> Label | None:
        if self._is_note(element):
            return Label.NOTE
        if name == "salute":
            return Label.VALEDICTION if holder in {"closer", "postscript"} or self._has_paragraph() else Label.SALUTE
        if holder == "postscript" and name in {"p", "ab", "head", "label", "list", "lg", "l"}:
            return Label.POSTSCRIPT
        if holder in {"opener", "closer"} and name in _OF_DATELINE:
            return Label.DATELINE
        if holder in {"opener", "closer"} and _LABELS.get(name) is Label.PARAGRAPH:
            return None
        return _LABELS.get(name)

    def _has_paragraph(self) -> bool:
        return any(label is Label.PARAGRAPH for label, _ in self.blocks)

    def _add(self, element: etree._Element, label: Label | None) -> None:
        found = _block_lines(element)
        if label is None and found:
            self._refuse(element, f"<{_local(element)}> at a place where it has no label")
        elif label is not None and found:
            self.blocks.append((label, found))

    def _refuse(self, element: etree._Element, what: str) -> None:
        self.fault = self.fault or f"line {element.sourceline}: {what}"


def _block_lines(block: etree._Element) -> tuple[str, ...]:
    """Return the lines of a block with single blanks, without notes and what is not to be read."""
    pieces: list[str] = []
    skipped = 0
    for event, element in etree.iterwalk(block, events=("start", "end", "comment", "pi")):
        is_own = element is block
        if event == "start":
            skipped += bool(skipped or (not is_own and _skips(element)))
            pieces += () if skipped else (_separator(element), _one_line(element.text))
            continue
        skipped -= event == "end" and skipped > 0
        pieces += () if is_own or skipped else (_separator(element), _one_line(element.tail))
    found = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return tuple(line for line in found if line)


def _separator(element: etree._Element) -> str:
    """Return what separates an element from the words around it; a break of the edition is no line of the text."""
    name = _local(element)
    return "\n" if name in _LINES else " " if name == "lb" else ""


def _one_line(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "")


def _skips(element: etree._Element) -> bool:
    name = _local(element)
    return not name or name == "note" or name in _LEFT_OUT
