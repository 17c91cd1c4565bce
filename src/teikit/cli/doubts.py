"""Doubts about letters to what `--review` prints: a line for each, or JSON (version 1)."""

from collections.abc import Iterable

from teikit.messages import escape_control
from teikit.operations.review import Doubt, sort_doubts
from teikit.report.json import to_json_text

VERSION = 1
_MAX_TEXT = 60


def shorten(text: str) -> str:
    """Return the beginning of a text, safe to show."""
    clean = escape_control(text)
    return clean if len(clean) <= _MAX_TEXT else clean[: _MAX_TEXT - 1] + "…"


def format_doubts(doubts: Iterable[Doubt]) -> str:
    """Return a line for each doubt, the worst first: file, line, column, what is not certain, and how certain it is."""
    return "".join(f"{_format_doubt(doubt)}\n" for doubt in sort_doubts(doubts))


def _format_doubt(doubt: Doubt) -> str:
    place = f":{doubt.line}:{doubt.column}" if doubt.line else ""
    left_out = " (left out)" if doubt.is_left_out else ""
    what = f"{doubt.kind} {doubt.what} {doubt.confidence:.0%}{left_out}"
    return f"{escape_control(doubt.file)}{place}: {what} {shorten(doubt.text)}"


def doubts_as_json(doubts: Iterable[Doubt], files: int) -> str:
    """Return the doubts of a run over a number of files as JSON, the worst first; what has no place has null."""
    found = [_doubt_json(doubt) for doubt in sort_doubts(doubts)]
    report = {"version": VERSION, "doubts": found, "summary": {"files": files, "doubts": len(found)}}
    return to_json_text(report)


def _doubt_json(doubt: Doubt) -> dict[str, object]:
    return {
        "file": doubt.file,
        "line": doubt.line or None,
        "column": doubt.column or None,
        "kind": doubt.kind,
        "what": doubt.what,
        "confidence": round(doubt.confidence, 4),
        "left_out": doubt.is_left_out,
        "text": doubt.text,
    }
