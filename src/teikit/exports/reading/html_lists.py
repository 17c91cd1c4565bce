"""Writes lists and tables as HTML; what is between their items and rows stays there."""

import re
from collections.abc import Iterable, Sequence

from teikit.exports.reading.html_parts import ContentModel, PartWriter
from teikit.exports.reading.parts import Role, TextPart, is_silent, parts_of

_NUMERAL = re.compile(r"\s*(?:\d+[.)]|[-–—•*])\s")
# A definition list: terms, each with one or more descriptions.
_NAMES_AND_WORDS = re.compile("(?:t+d+)+")


def _begins_with_numeral(item: TextPart) -> bool:
    return _NUMERAL.match("".join(map(str, item.element.itertext()))) is not None


class ListWriter(PartWriter):
    """Also writes lists and tables."""

    def list(self, part: TextPart, _within: ContentModel) -> None:
        """Write a list; content between its items becomes an item marked `beside`."""
        before, parts, after = _split_ends(parts_of(part) or ())
        self._captions(before)
        if any(one.name == "label" for one in parts):
            self._definitions(parts)
        else:
            self._items(part, parts)
        self.content(after, ContentModel.FLOW)

    def _captions(self, heads: Iterable[TextPart]) -> None:
        for head in heads:
            self.wrap(head, "p", "caption", ContentModel.PHRASING)

    def _items(self, whole: TextPart, parts: Sequence[TextPart]) -> None:
        items = [one for one in parts if one.name == "item"]
        classes, tag = "", "ul"
        if items and all(map(_begins_with_numeral, items)):
            # Numbers on the paper are not counted again.
            classes = ' class="own"'
        elif whole.name == "list" and whole.element.get("type") in {"numbered", "ordered"}:
            tag = "ol"
        self.out.append(f"<{tag}{classes}>")
        for one in parts:
            if one.name == "item":
                self.wrap(one, "li", self.class_of(one), ContentModel.FLOW)
            elif whole.name == "list" or one.role is Role.PAGE or not is_silent(one):
                self.out.append('<li class="beside">' if whole.name == "list" else "<li>")
                self.content([one], ContentModel.FLOW)
                self.out.append("</li>")
        self.out.append(f"</{tag}>")

    def _definitions(self, parts: Sequence[TextPart]) -> None:
        groups: list[list[TextPart]] = []
        for one in parts:
            if one.name in {"label", "item"}:
                groups.append([one])
            elif groups:
                groups[-1].append(one)
            else:
                self.content([one], ContentModel.FLOW)
        regular = _NAMES_AND_WORDS.fullmatch("".join("t" if one[0].name == "label" else "d" for one in groups))
        self.out.append("<dl>" if regular else '<div class="list">')
        for first, *others in groups:
            tag = ("dt" if first.name == "label" else "dd") if regular else "div"
            self.out.append(f"<{tag}>")
            self.wrap(first, "span", self.class_of(first), ContentModel.PHRASING if tag == "dt" else ContentModel.FLOW)
            self.content(others, ContentModel.FLOW)
            self.out.append(f"</{tag}>")
        self.out.append("</dl>" if regular else "</div>")

    def table(self, part: TextPart, _within: ContentModel) -> None:
        """Write a table; content between its rows becomes a row of its own."""
        before, parts, after = _split_ends(parts_of(part) or ())
        self._captions(before)
        self.tables += 1
        name = self.labels.fill("table", number=self.tables)
        # A wide table is scrolled by itself, also by keys (WCAG 1.4.10, 2.1.1).
        self.out.append(f'<div class="scroll" role="region" aria-label="{name}" tabindex="0"><table>')
        width = max(len(parts_of(row) or ()) for row in parts if row.name == "row")
        for one in parts:
            if one.name == "row":
                self.out.append(f"<tr{self.attributes(one, self.class_of(one))}>")
                self._cells(one)
            else:
                self.out.append(f'<tr class="beside"><td colspan="{width}">')
                self.content([one], ContentModel.FLOW)
                self.out.append("</td>")
            self.out.append("</tr>")
        self.out.append("</table></div>")
        self.content(after, ContentModel.FLOW)

    def _cells(self, row: TextPart) -> None:
        for one in parts_of(row) or ():
            if one.name == "cell":
                self.wrap(one, "td", self.class_of(one), ContentModel.FLOW)
            else:
                self.out.append("<td>")
                self.content([one], ContentModel.FLOW)
                self.out.append("</td>")


def is_regular(part: TextPart) -> bool:
    """Return whether a list or table has items or rows."""
    parts = _split_ends(parts_of(part) or ())[1]
    if part.name == "table":
        rows = [parts_of(one) for one in parts if one.name == "row"]
        return bool(rows) and all(rows)
    return any(one.name == "item" or part.name != "list" for one in parts)


def _split_ends(parts: Sequence[TextPart]) -> tuple[Sequence[TextPart], Sequence[TextPart], Sequence[TextPart]]:
    """Return the headings of a list or table, its parts, and its trailers."""
    first = next((at for at, one in enumerate(parts) if one.name != "head"), len(parts))
    last = next((at for at in range(len(parts), first, -1) if parts[at - 1].name != "trailer"), first)
    return parts[:first], parts[first:last], parts[last:]
