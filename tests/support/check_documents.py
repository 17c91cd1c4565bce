"""Documents for the checks, made of what matters in them; a mark ‸ shows where the fault is."""

from pathlib import Path

from teikit.checks import CheckContext, check
from teikit.diagnostics import Diagnostic
from teikit.document.document import Document, pieces

MARK = "‸"
CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "schnitzler"
TEI = 'xmlns="http://www.tei-c.org/ns/1.0"'


def letter(text: str = "<p>All is well.</p>", header: str = "", body: str = "") -> str:
    """A TEI document around a letter's text, or around a whole body."""
    inner = body or f'<div type="letter">{text}</div>'
    return f"<TEI {TEI}>\n<teiHeader>{header}</teiHeader>\n<text><body>{inner}</body></text>\n</TEI>"


def run_checks(document: str | bytes, path: Path | None = None, around: CheckContext | None = None) -> list[Diagnostic]:
    data = document.replace(MARK, "").encode() if isinstance(document, str) else document
    return list(check(Document("letter.xml", path, lambda: pieces(data)), around or CheckContext()))


def mark_positions(document: str) -> list[tuple[int, int]]:
    """The lines and columns of the marks."""
    places = []
    before, *rest = document.split(MARK)
    for each in rest:
        places.append((before.count("\n") + 1, len(before) - before.rfind("\n")))
        before += each
    return places


def places(found: list[Diagnostic], rule: str) -> list[tuple[int, int]]:
    assert {each.rule for each in found} <= {rule}, found
    return [(each.span.start.line, each.span.start.column) for each in found if each.span]


def balanced(pieces: list[str]) -> str:
    """Return pieces with their tags closed in the order in which they were opened, and without stray end tags."""
    kept: list[str] = []
    waiting: list[str] = []
    for each in pieces:
        if each.startswith("</"):
            if waiting and each[2:-1] == waiting[-1]:
                kept.append(each)
                waiting.pop()
            continue
        kept.append(each)
        if each.startswith("<") and each.count("<") == 1 and not each.endswith("/>"):
            waiting.append(each[1:].rstrip(" >").split()[0])
    return "".join((*kept, *(f"</{each}>" for each in reversed(waiting))))
