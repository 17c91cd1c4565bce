"""Builds the lists, quotations, verse and tables of a letter's body, nested as its lines record."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from lxml import etree

from teikit.letter import Label, Part
from teikit.tei.inline import inline_content, unit_marks
from teikit.tei.markup import TEI, Content, add, element
from teikit.tei.parts import notes
from teikit.text.plain import Block, Mark

# Elements that contain only their own parts; a paragraph in none of these parts is put beside the element.
_CONTAINERS = {"list", "lg", "table", "row"}


def _blocks_around(part: Part, parted: set[int]) -> tuple[Block, ...]:
    """Return the blocks around a part; none where other parts of the letter, such as its closer, share them."""
    blocks = part.unit.lines[0].blocks
    if not blocks or blocks[0].number in parted:
        return ()
    while blocks and blocks[-1].element in _CONTAINERS:
        blocks = blocks[:-1]
    return blocks


def outermost_blocks(parts: Iterable[Part]) -> set[int]:
    """Return the numbers of the outermost blocks that parts are in."""
    return {line.blocks[0].number for part in parts for line in part.unit.lines if line.blocks}


def _is_page_before(mark: Mark) -> bool:
    """Return whether a mark is a page break at the start of its paragraph, or what is printed there.

    One that is joined to a word stays beside that.
    """
    sign = mark.sign
    if mark.end or sign is None or sign.element not in {"pb", "fw", "note"}:
        return False
    is_glued = bool(sign.before + sign.after) and not sign.after.endswith(" ")
    return not is_glued and ("place", "margin") not in sign.attributes


def _set_apart(page: Content) -> Content:
    """Return what is printed between two paragraphs; a note there has a paragraph of its own."""
    if isinstance(page, str) or page.tag != f"{{{TEI}}}note":
        return page
    paragraph = element("p", page.text or "")
    page.text = None
    page.append(paragraph)
    return page


class _BlockBuilder:
    """Builds nested elements: those at the top level, and the blocks that are open."""

    def __init__(self) -> None:
        self.top = element("holder")
        self.open_blocks: list[tuple[Block, etree._Element]] = []

    def open_path(self, blocks: Sequence[Block]) -> etree._Element:
        """Close and open blocks until those are open, and return the innermost element."""
        shared = 0
        while shared < min(len(blocks), len(self.open_blocks)) and self.open_blocks[shared][0] == blocks[shared]:
            shared += 1
        del self.open_blocks[shared:]
        parent = self.open_blocks[-1][1] if self.open_blocks else self.top
        for block in blocks[shared:]:
            parent = self._open_block(block, parent)
        return parent

    def _open_block(self, block: Block, parent: etree._Element) -> etree._Element:
        if parent.tag == f"{{{TEI}}}list" and block.element != "item":
            # A list directly in a list, as some programs write it.
            parent.append(element("item"))
            parent = parent[-1]
        # Empty cells are not in the source's lines, so they are added here.
        parent.extend(element("cell") for _ in range(block.column - len(parent) - 1))
        parent.append(element(block.element, **dict(block.attributes)))
        self.open_blocks.append((block, parent[-1]))
        return parent[-1]


def build_body(parts: Sequence[Part], parted: set[int]) -> Iterator[etree._Element]:
    """Yield the elements of the parts of a body; `parted` are the outermost blocks that other parts share."""
    paths = [_blocks_around(part, parted) for part in parts]
    filled = Counter(block.number for path in paths for block in path)
    tree = _BlockBuilder()
    for part, path in zip(parts, paths, strict=True):
        if part.label is not Label.PARAGRAPH:
            # An editor's note or what is printed on the page, between paragraphs.
            tree.open_path(()).extend(notes((part,)))
            continue
        parent = tree.open_path(path)
        content = inline_content(part.unit)
        if path and (path[-1].element == "l" or (path[-1].element == "cell" and filled[path[-1].number] == 1)):
            for one in content:
                add(parent, one)
            continue
        pages = sum(1 for _ in takewhile(_is_page_before, unit_marks(part.unit))) if not path else 0
        for page in content[:pages]:
            add(parent, _set_apart(page))
        parent.append(element("p", content[pages:]))
    yield from list(tree.top)
