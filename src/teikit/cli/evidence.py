"""A letter's parts to what `--explain` shows: a table for people, JSON (version 1) for machines."""

import json

from rich.console import Console
from rich.table import Table
from rich.text import Text

from teikit.letter import Letter, Part
from teikit.letter.evidence import describe_evidence
from teikit.messages import escape_control

VERSION = 1
_MAX_TEXT = 60
_MAX_PIECES = 3
_SURE = 0.9
_DOUBTFUL = 0.6


def _part_json(part: Part) -> dict[str, object]:
    first = part.unit.lines[0]
    return {
        "line": first.number,
        "column": first.column,
        "end_line": part.unit.lines[-1].number,
        "label": part.label,
        "phase": part.phase,
        "confidence": round(part.confidence, 4),
        "text": part.unit.text,
        "evidence": [
            {"cue": one.cue, "message": describe_evidence(one), "matched": one.matched, "line": one.line,
             "column": one.column, "weight": round(one.weight, 2)}
            for one in part.evidence
        ],
    }  # fmt: skip


def as_json(letter: Letter, file: str) -> str:
    """Return the explanation as JSON: lines and columns from 1, confidence from 0 to 1, weights in nats."""
    parts = [_part_json(part) for part in letter.parts]
    report = {"version": VERSION, "file": file, "language": letter.language, "parts": parts}
    return json.dumps(report, indent=2, ensure_ascii=False) + "\n"


def describe_doubtful_parts(letter: Letter, file: str) -> str:
    """Return a line for each part that is less than 90 % sure, the least sure first."""
    parts = sorted((part for part in letter.parts if part.confidence < _SURE), key=lambda part: part.confidence)
    return "".join(
        f"{file}:{part.unit.lines[0].number}:{part.unit.lines[0].column}: {part.label} {part.confidence:.0%}"
        f" {_shorten(part.unit.text)}\n"
        for part in parts
    )


def _shorten(text: str) -> str:
    clean = escape_control(text)
    return clean if len(clean) <= _MAX_TEXT else clean[: _MAX_TEXT - 1] + "…"


def print_table(letter: Letter, file: str) -> None:
    """Print the explanation as a table; text of the letter is never read as rich's markup."""
    table = Table(title=Text(f"{file}, language {letter.language}"), title_justify="left", pad_edge=False)
    for name in ("line", "label", "sure", "text", "because"):
        table.add_column(name, justify="right" if name in {"line", "sure"} else "left", overflow="fold")
    for part in letter.parts:
        colour = "green" if part.confidence >= _SURE else "yellow" if part.confidence >= _DOUBTFUL else "red"
        reasons = [one for one in part.evidence if one.weight > 0][:_MAX_PIECES]
        because = "; ".join(f"{describe_evidence(one)} ({one.line}:{one.column})" for one in reasons)
        line, text = str(part.unit.lines[0].number), _shorten(part.unit.text)
        sure = Text(f"{part.confidence:.0%}", colour)
        table.add_row(Text(line), Text(part.label), sure, Text(text), Text(escape_control(because)))
    Console().print(table)
