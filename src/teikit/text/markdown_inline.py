"""Reads the words of a Markdown paragraph: styles, links, HTML tags, pictures and references to footnotes."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lxml import html as lxml_html
from markdown_it import MarkdownIt
from markdown_it.token import Token

from teikit.text import css
from teikit.text.facsimile_links import PageImages, find_image
from teikit.text.html import BLOCKS, REND
from teikit.text.runs import Run, note_run, safe_link

_STYLES = {"em": "italic", "strong": "bold", "s": "strikethrough"}
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
# Tags of HTML that say nothing about words; others may be a transcriber's own marks, and are kept as text.
_PLAIN_TAGS = {"span", "small", "big", "font", "abbr", "time", "mark", "q", "code", "kbd", "wbr", "a"}
_REFERENCE = re.compile(r"\[\^([^\]\s]{1,50})\]")
_DEFINITION = re.compile(r" {0,3}\[\^([^\]\s]{1,50})\]:[ \t]*(.*)")
# Notes in notes beyond this are left where they are, as those that no text refers to.
_DEEPEST_NOTE = 8


class _OpenTag(NamedTuple):
    name: str
    rend: tuple[str, ...] = ()
    link: str = ""


class InlineReader:
    """Reads inline tokens, and counts which letters of the source it has read."""

    def __init__(self, parser: MarkdownIt, notes: dict[str, list[str]]) -> None:
        self.parser = parser
        self.notes = notes
        self.written: Counter[str] = Counter()
        self.left_out: list[str] = []
        self.open_tags: list[_OpenTag] = []
        self.images = PageImages()
        self._note_depth = 0

    def count(self, text: str) -> None:
        """Count the letters of a stretch of the source as read."""
        self.written.update(filter(str.isalnum, text))

    def runs(self, tokens: Sequence[Token]) -> Iterator[Run]:
        """Yield the runs of inline tokens."""
        self.open_tags = []
        for token in tokens:
            yield from self._token(token)

    def _token(self, token: Token) -> Iterator[Run]:
        name = token.type.removesuffix("_open").removesuffix("_close")
        if name in _STYLES:
            self._toggle(_OpenTag(name, (_STYLES[name],)), begins=token.nesting == 1)
        elif name == "link":
            yield from self._link(token)
        elif token.type in {"softbreak", "hardbreak"}:
            yield Run("\n")
        elif token.type == "html_inline":
            yield from self._tag(token.content)
        elif token.type == "image":
            yield from self._picture(token)
        elif token.content:
            self.count(token.markup if token.type == "text_special" else token.content)
            yield from self._words(token.content)

    def _run(self, text: str) -> Run:
        rends = dict.fromkeys(rend for tag in self.open_tags for rend in tag.rend)
        return Run(text, " ".join(rends), next((tag.link for tag in reversed(self.open_tags) if tag.link), ""))

    def _toggle(self, tag: _OpenTag, *, begins: bool) -> None:
        if begins:
            self.open_tags.append(tag)
            return
        for index in range(len(self.open_tags) - 1, -1, -1):
            if self.open_tags[index].name == tag.name:
                del self.open_tags[index]
                return

    def _link(self, token: Token) -> Iterator[Run]:
        """Open or close a link; one that leads nowhere on the web is kept as it is written."""
        if token.nesting == -1:
            closed = next((tag for tag in reversed(self.open_tags) if tag.name.startswith("link")), _OpenTag(""))
            self._toggle(closed, begins=False)
            yield from [self._run(closed.name.removeprefix("link"))] if closed.name != "link" else []
            return
        address, title = str(token.attrGet("href") or ""), str(token.attrGet("title") or "")
        if token.info != "auto":
            self.count(f"{address}{title}")
        if link := safe_link(address):
            self.left_out += [title] if title else []
            self.open_tags.append(_OpenTag("link", link=link))
        else:
            yield self._run("[")
            written = f'{address} "{title}"' if title else address
            self.open_tags.append(_OpenTag(f"link]({written})"))

    def _picture(self, token: Token) -> Iterator[Run]:
        """Yield the break of the page that a picture is of; other pictures are left out."""
        address, title = str(token.attrGet("src") or ""), str(token.attrGet("title") or "")
        words = f"{token.content} {address} {title}"
        self.count(words)
        if image := find_image(address, token.content):
            yield Run("", sign=self.images.sign(image))
        else:
            self.left_out.append(words.strip())

    def _tag(self, tag: str) -> Iterator[Run]:
        self.count(tag)
        match = _TAG.match(tag)
        name = match[2].lower() if match else ""
        if match is None and tag.startswith("<!--"):
            self.left_out.append(tag.strip("<!->").strip())
        elif name == "br" or name in BLOCKS:
            yield Run("\n")
        elif match and (name in REND or name in _PLAIN_TAGS):
            style: tuple[str, ...] = (REND[name],) if name in REND else ()
            begins = not match[1]
            attributes = lxml_html.fromstring(f"{tag}</{name}>") if begins else None
            if attributes is not None:
                style += tuple(css.rend(css.declarations(attributes.get("style") or "")))
            link = safe_link(attributes.get("href")) if attributes is not None and name == "a" else ""
            self._toggle(_OpenTag(f"<{name}>", style, link), begins=begins)
        elif name == "img":
            self.left_out.append(tag)
        else:
            yield self._run(tag)

    def _words(self, text: str) -> Iterator[Run]:
        """Yield the words of a text, with footnotes at the first references to them."""
        start = 0
        for match in _REFERENCE.finditer(text):
            if self._note_depth < _DEEPEST_NOTE and (paragraphs := self.notes.pop(match[1], None)) is not None:
                yield self._run(text[start : match.start()])
                yield self._note(paragraphs)
                start = match.end()
        yield self._run(text[start:])

    def _note(self, paragraphs: Sequence[str]) -> Run:
        outer = self.open_tags
        self._note_depth += 1
        parsed = (self.parser.parseInline(paragraph)[0].children or [] for paragraph in paragraphs)
        found = note_run([[*self.runs(tokens)] for tokens in parsed])
        self.open_tags = outer
        self._note_depth -= 1
        return found


def take_notes(source: str) -> tuple[str, dict[str, list[str]]]:
    """Return a source without the definitions of footnotes, whose lines are left blank, and these by their names."""
    lines: list[str] = []
    notes: dict[str, list[str]] = {}
    note: list[str] | None = None
    for line in source.split("\n"):
        match = _DEFINITION.fullmatch(line)
        if match and match[1] not in notes:
            note = notes[match[1]] = [match[2]]
        elif note is not None and line.strip() and line.startswith(("  ", "\t")):
            note[-1] = f"{note[-1]}\n{line.strip()}".strip()
        elif note is not None and not line.strip():
            note += [""] if note[-1] else []
        else:
            note = None
            lines.append(line)
            continue
        lines.append("")
    return "\n".join(lines), {name: [text for text in texts if text] for name, texts in notes.items()}
