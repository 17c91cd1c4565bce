"""Paragraphs of a letter's body to lists, quotations, verse and tables, nested as their lines say."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from lxml import etree

from teikit.letter import Part
from teikit.tei.inline import inline, marks
from teikit.tei.markup import TEI, add, element
from teikit.text.plain import NEW_PAGE, Block, Mark

# What holds nothing but its own parts, so that a paragraph that is in none of them stands beside it.
_OF_PARTS = {"list", "lg", "table", "row"}


def _around(part: Part, parted: set[int]) -> tuple[Block, ...]:
    """Return the blocks around a part; none where other parts of the letter, as its closer, are in the same."""
    blocks = part.unit.lines[0].blocks
    if not blocks or blocks[0].number in parted:
        return ()
    while blocks and blocks[-1].element in _OF_PARTS:
        blocks = blocks[:-1]
    return blocks


def outermost(parts: Iterable[Part]) -> set[int]:
    """Return the numbers of the outermost blocks that parts are in."""
    return {line.blocks[0].number for part in parts for line in part.unit.lines if line.blocks}


def _is_page_before(mark: Mark) -> bool:
    """Say whether a mark is a page that begins with its paragraph; one that is joined to a word stays beside it."""
    is_page = mark.end == 0 and mark.sign is not None and mark.sign.element == "pb"
    return is_page and (mark.sign is NEW_PAGE or (mark.sign is not None and mark.sign.after.endswith(" ")))


class _Tree:
    """Elements being built: what stands at the top, and the blocks that are open."""

    def __init__(self) -> None:
        self.top = element("holder")
        self.open: list[tuple[Block, etree._Element]] = []

    def go_to(self, blocks: Sequence[Block]) -> etree._Element:
        """Close and open blocks until those are open, and return the innermost element."""
        shared = 0
        while shared < min(len(blocks), len(self.open)) and self.open[shared][0] == blocks[shared]:
            shared += 1
        del self.open[shared:]
        for block in blocks[shared:]:
            self._begin(block)
        return self._inner()

    def _inner(self) -> etree._Element:
        return self.open[-1][1] if self.open else self.top

    def _begin(self, block: Block) -> None:
        parent = self._inner()
        if parent.tag == f"{{{TEI}}}list" and block.element != "item":
            # A list that stands straight in a list, as some programs write it.
            parent.append(element("item"))
            parent = parent[-1]
        # Cells without words were not read.
        parent.extend(element("cell") for _ in range(block.column - len(parent) - 1))
        made = element(block.element, **dict(block.attributes))
        parent.append(made)
        self.open.append((block, made))


def body(parts: Sequence[Part], parted: set[int]) -> Iterator[etree._Element]:
    """Yield the elements of the parts of a body; `parted` are the outermost blocks that other parts are in too."""
    paths = [_around(part, parted) for part in parts]
    filled = Counter(block.number for path in paths for block in path)
    tree = _Tree()
    for part, path in zip(parts, paths, strict=True):
        parent = tree.go_to(path)
        content = inline(part.unit)
        if path and (path[-1].element == "l" or (path[-1].element == "cell" and filled[path[-1].number] == 1)):
            for one in content:
                add(parent, one)
            continue
        pages = sum(1 for _ in takewhile(_is_page_before, marks(part.unit))) if not path else 0
        for page in content[:pages]:
            add(parent, page)
        parent.append(element("p", content[pages:]))
    yield from list(tree.top)
