"""Writes a letter as LaTeX for print (LuaLaTeX or XeLaTeX): the words of the page, with notes at the foot.

Every character of the letter is text: what means something to TeX is written as a command that prints it, so that
nothing in a letter is executed.
"""

import re
from collections.abc import Iterable, Iterator

from teikit.exports.reading.elements import language_tag
from teikit.exports.reading.html import labels_of, left_out, title_of
from teikit.exports.reading.print_about import about_lines
from teikit.exports.reading.print_blocks import (
    Block,
    Inline,
    LineEnd,
    Listing,
    Note,
    PageMark,
    Paragraph,
    Run,
    Table,
    print_blocks,
)
from teikit.exports.reading.rule import read_texts
from teikit.exports.record.record import Record
from teikit.exports.record.source import ExportedFile, Settings, TeiFile

_SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "_": r"\_", "%": r"\%",
    "^": r"\textasciicircum{}", "~": r"\textasciitilde{}", '"': r"\textquotedbl{}", "'": r"\textquotesingle{}",
    "`": r"\textasciigrave{}", "[": "{[}", "]": "{]}", "|": r"\textbar{}", "<": r"\textless{}", ">": r"\textgreater{}",
    # Ligatures that would replace characters.
    "-": "-{}", ",": ",{}",
    "\u00a0": "~", "\u00ad": r"\-",
}  # fmt: skip
_ESCAPED = re.compile(r"-(?=-)|,(?=,)|[\\{}$&#_%^~\"'`\[\]|<>\u00a0\u00ad]")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]")
_COMMANDS = {
    "italic": "textit", "bold": "textbf", "small-caps": "textsc", "underline": "uline", "strike": "sout",
    "superscript": "textsuperscript", "subscript": "textsubscript", "spaced": "teispaced", "mono": "texttt",
    "print": "textsf", "capitals": "MakeUppercase",
}  # fmt: skip
# The locales of babel that letters are mostly in; others are hyphenated as English.
_LOCALES = frozenset({
    "bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "hr", "hu", "it", "la", "lt", "lv", "nb", "nl", "no",
    "pl", "pt", "ro", "ru", "sk", "sl", "sr", "sv", "tr", "uk",
})  # fmt: skip
# LaTeX nests lists of one kind so deep; deeper ones are lines.
_MOST_LISTS = 4
_HEAD = r"""% Compile this file with LuaLaTeX or XeLaTeX.
\documentclass[11pt,a4paper]{article}
\usepackage{fontspec}
% For Greek, Cyrillic and other scripts, name a font that has them: \setmainfont{Libertinus Serif}
\usepackage{babel}
\babelprovide[import=%LOCALE%,main]{letter}
\usepackage[normalem]{ulem}
\usepackage{longtable}
\usepackage[hidelinks]{hyperref}
\newcommand{\teipage}[1]{\textsuperscript{\textbar{}#1\textbar{}}}
\newcommand{\teispaced}[1]{{\addfontfeatures{LetterSpace=15}#1}}
\setlength{\parindent}{1.2em}
"""


def escape(text: str) -> str:
    """Return text as LaTeX that prints it; control characters become blanks."""
    return _ESCAPED.sub(lambda found: _SPECIAL[found[0]], _CONTROL.sub(" ", text))


def _run(one: Run) -> str:
    made = escape(one.text)
    for look in sorted(one.looks):
        if look in _COMMANDS:
            made = f"\\{_COMMANDS[look]}{{{made}}}"
    return f"\\href{{{_escape_address(one.target)}}}{{{made}}}" if one.target else made


def _escape_address(address: str) -> str:
    """Return a web address for a link: percent-encoded where TeX would read a command."""
    return re.sub(r"[^A-Za-z0-9:/?=.,;@!*+-]", lambda found: _percent(found[0]), address)


def _percent(char: str) -> str:
    if char in "#%&_":
        return f"\\{char}"
    return "".join(f"\\%{byte:02X}" for byte in char.encode())


# `{}`, since a following asterisk or bracket would belong to the command.
_LINE_END = "\\\\{}\n"
_LINE_END_IN_CELL = "\\newline\n"


def _inlines(inlines: Iterable[Inline], line_end: str = _LINE_END, *, in_note: bool = False) -> str:
    made = []
    for one in inlines:
        match one:
            case Run():
                made.append(_run(one))
            case LineEnd():
                made.append(line_end)
            case PageMark(label):
                made.append(f"\\teipage{{{escape(label)}}}")
            case Note(blocks):
                words = _note(blocks)
                # LaTeX has no footnotes in footnotes.
                made.append(f" ({words})" if in_note else f"\\footnote{{{words}}}")
    return "".join(made)


def _note(blocks: Iterable[Block]) -> str:
    """Return the blocks of a note as paragraphs of words: lists and tables are lines of them."""
    return "\\par ".join(_inlines(each, in_note=True) for each in _lines(blocks))


def _lines(blocks: Iterable[Block]) -> Iterator[tuple[Inline, ...]]:
    for block in blocks:
        match block:
            case Paragraph(inlines):
                yield inlines
            case Listing(items):
                for item in items:
                    yield from _lines(item)
            case Table(rows):
                for row in rows:
                    yield from (line for cell in row for line in _lines(cell))


_SIDES = {"right": "flushright", "center": "center"}


def _paragraph(one: Paragraph) -> str:
    words = _inlines(one.inlines)
    if one.kind == "head":
        # The notes of a heading would move to the table of contents.
        return f"\\section*{{{words}}}".replace("\\footnote{", "\\protect\\footnote{")
    if one.kind == "caption":
        return f"\\textit{{{words}}}"
    if one.side in _SIDES:
        words = f"\\begin{{{_SIDES[one.side]}}}\n{words}\n\\end{{{_SIDES[one.side]}}}"
    for _ in range(min(one.depth, 3)):
        words = f"\\begin{{quotation}}\n{words}\n\\end{{quotation}}"
    return words


def _listing(one: Listing, depth: int) -> Iterator[str]:
    if depth > _MOST_LISTS:
        yield _LINE_END.join(_inlines(line) for line in _lines([one]))
        return
    name = "enumerate" if one.mark == "number" else "itemize"
    yield f"\\begin{{{name}}}"
    for item in one.items:
        yield f"\\item{'' if one.mark else '[]'} {_join(_blocks(item, depth + 1))}"
    yield f"\\end{{{name}}}"


def _table(one: Table) -> Iterator[str]:
    width = max(len(row) for row in one.rows)
    column = f"p{{{0.92 / width:.3f}\\linewidth}}"
    yield f"\\begin{{longtable}}{{{column * width}}}"
    for row in one.rows:
        cells = [_LINE_END_IN_CELL.join(_inlines(line, _LINE_END_IN_CELL) for line in _lines(cell)) for cell in row]
        yield f"{' & '.join(cells)} \\\\"
    yield "\\end{longtable}"


def _join(blocks: Iterable[str]) -> str:
    return "\n\n".join(filter(None, blocks))


def _blocks(blocks: Iterable[Block], depth: int = 1) -> Iterator[str]:
    for block in blocks:
        match block:
            case Paragraph():
                yield _paragraph(block)
            case Listing():
                yield "\n".join(_listing(block, depth))
            case Table():
                yield "\n".join(_table(block))


def _about(record: Record, rows: Iterable[tuple[str, tuple[str, ...]]]) -> Iterator[str]:
    if record.series:
        yield f"{{\\noindent {escape(record.series)}\\par}}"
    yield f"{{\\Large\\noindent\\textbf{{{escape(title_of(record))}}}\\par}}\\bigskip"
    lines = [f"\\textbf{{{escape(name)}:}} {escape('; '.join(values))}" for name, values in rows]
    yield "\\noindent{\\small " + "\\newline\n".join(lines) + "\\par}\\bigskip" if lines else ""


def write(source: TeiFile, settings: Settings) -> ExportedFile:
    """Return a letter as a LaTeX document in UTF-8."""
    record, reading = source.record, read_texts(source.root)
    labels = labels_of(record, settings)
    language = language_tag(record.languages[0]).partition("-")[0] if record.languages else ""
    title, authors = escape(title_of(record)), escape("; ".join(one.name for one in record.creators))
    head = _HEAD.replace("%LOCALE%", language if language in _LOCALES else "en")
    properties = f"\\hypersetup{{pdftitle={{{title}}},pdfauthor={{{authors}}}}}\n"
    body = _join((*_about(record, about_lines(record, labels)), *_blocks(print_blocks(reading))))
    made = f"{head}{properties}\\begin{{document}}\n{body}\n\\end{{document}}\n"
    return ExportedFile(made.encode(), left_out(record, reading))
