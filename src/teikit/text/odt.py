"""OpenDocument texts to lines, by odfdo: paragraphs, how they are written, notes where they are called."""

import io
from collections.abc import Iterator
from typing import Any

import odfdo

from teikit.errors import UnreadableInputError
from teikit.text.plain import Line
from teikit.text.runs import HEADING, ITEM, Run, block

_REND = (
    ("fo:font-weight", "bold", "bold"),
    ("fo:font-style", "italic", "italic"),
    ("style:text-underline-style", "", "underline"),
    ("style:text-line-through-style", "", "strikethrough"),
)
_INDENTS = {"end": 40, "right": 40, "center": 20}
_SILENT = {"text:tracked-changes", "office:annotation", "text:note-citation", "office:annotation-end"}


class _Reading:
    def __init__(self, document: Any) -> None:
        self.document = document
        self.rends: dict[str, str] = {}

    def rend(self, name: str) -> str:
        """Return how text of a style is written."""
        if name not in self.rends:
            style = self.document.get_style("text", name)
            properties = (style.get_properties("text") if style else None) or {}
            found = [word for key, value, word in _REND if _says(properties.get(key), value)]
            position = str(properties.get("style:text-position") or "")
            found += [
                word for sign, word in (("super", "superscript"), ("sub", "subscript")) if position.startswith(sign)
            ]
            self.rends[name] = " ".join(found)
        return self.rends[name]

    def runs(self, element: Any, rend: str = "") -> Iterator[Run]:
        """Yield the runs of a paragraph or of a part of it."""
        yield Run(element.text or "", rend)
        for child in element.children:
            yield from self._child(child, rend)
            yield Run(child.tail or "", rend)

    def _child(self, child: Any, rend: str) -> Iterator[Run]:
        if child.tag == "text:s":
            yield Run(" " * int(child.get_attribute("text:c") or 1), rend)
        elif child.tag in {"text:tab", "text:line-break"}:
            yield Run("\t" if child.tag == "text:tab" else "\n", rend)
        elif child.tag == "text:note":
            parts = child.get_elements("text:note-body//text:p")
            words = " ".join("".join(run.text for run in self.runs(part)) for part in parts)
            yield Run(" ".join(words.split()), "footnote")
        elif child.tag == "text:span":
            own = self.rend(child.get_attribute("text:style-name") or "")
            yield from self.runs(child, " ".join(dict.fromkeys(f"{rend} {own}".split())))
        elif child.tag not in _SILENT:
            yield from self.runs(child, rend)

    def style(self, element: Any) -> tuple[int, str]:
        """Return the indentation and the style of a paragraph, the style that the user sees."""
        name = element.get_attribute("text:style-name") or ""
        style = self.document.get_style("paragraph", name)
        properties = (style.get_properties("paragraph") if style else None) or {}
        indent = _INDENTS.get(str(properties.get("fo:text-align")), 0)
        if element.tag == "text:h" or name == "Title":
            return indent, HEADING
        if element.parent is not None and element.parent.tag == "text:list-item":
            return indent, ITEM
        seen = (style.get_attribute("style:parent-style-name") if style else None) or name
        return indent, str(seen).replace("_20_", " ").replace("_5f_", "_")


def _says(said: object, value: str) -> bool:
    return said == value if value else said not in {None, "none"}


def read(data: bytes, file: str, _encoding: str | None) -> list[Line]:
    """Return the lines of an OpenDocument text.

    Raises:
        UnreadableInputError: It is broken.

    """
    try:
        document = odfdo.Document(io.BytesIO(data))
        reading = _Reading(document)
        found: list[Line] = []
        inside = "ancestor::text:note or ancestor::text:tracked-changes or ancestor::office:annotation"
        for element in document.body.get_elements(f"//text:p[not({inside})]|//text:h[not({inside})]"):
            indent, style = reading.style(element)
            found += block(list(reading.runs(element)), len(found) + 1, indent=indent, style=style)
    except Exception as error:  # odfdo lets through whatever a broken file makes the parsers raise
        raise UnreadableInputError(f"{file}: is a broken OpenDocument text") from error
    return found
