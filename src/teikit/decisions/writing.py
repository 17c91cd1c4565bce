"""Writes decisions as tables of TOML, in their order and one key a line; what was read and has not changed is kept."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from teikit.decisions.model import (
    NO_DECISIONS,
    Anchor,
    ClaimDecision,
    CutDecision,
    Decision,
    Decisions,
    JoinDecision,
    LabelDecision,
    NameDecision,
)
from teikit.formats.toml import toml_value
from teikit.messages import escape_control

_Value = str | int | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """Decisions on a letter, and how a file has them.

    `head` is what is above its first decision, `blocks` the text of each decision with the comments above it; empty
    where the file has them in another form.
    """

    decisions: Decisions
    head: str = ""
    blocks: tuple[str, ...] = ()


NOTHING_WRITTEN = Written(NO_DECISIONS)


def format_own_file(decisions: Decisions, former: Written) -> str:
    """Return the file of one letter, with the comments of the former one."""
    note = f"# Decisions on {_comment(decisions.source)}, which 'teikit encode' and 'teikit review' follow."
    return _format(decisions, former, note, ("", "decisions"))


def format_letter(decisions: Decisions, former: Written) -> str:
    """Return the part of one letter in the file of a folder."""
    return _format(decisions, former, "", ("letters", "letters.decisions"))


def folder_note() -> str:
    """Return the comment above the letters in the file of a folder."""
    return (
        "# Decisions on letters in this folder by their names, which 'teikit encode' and 'teikit review' follow.\n"
        f"{_MORE}\n"
    )


_MORE = "# A later decision takes precedence over an earlier one. You may edit this file: docs/review.md has its keys."


def _comment(name: str) -> str:
    return escape_control(name)


def _format(decisions: Decisions, former: Written, note: str, tables: tuple[str, str]) -> str:
    blocks: dict[Decision, list[str]] = {}
    for decision, block in zip(former.decisions.decisions, former.blocks, strict=False):
        blocks.setdefault(decision, []).append(block)
    pieces = [_head(decisions, former, note, tables[0])]
    for decision in decisions.decisions:
        kept = blocks.get(decision)
        pieces.append(kept.pop(0) if kept else _table(tables[1], _decision_keys(decision)))
    return "\n\n".join(piece.strip("\n") for piece in pieces) + "\n"


def _head(decisions: Decisions, former: Written, note: str, table: str) -> str:
    """Return the keys of a letter; of a head that was read only what has changed is written anew."""
    if not former.head:
        return "\n".join([*([note, _MORE] if note else []), _table(table, _head_keys(decisions))])
    before, after = dict(_head_keys(former.decisions)), dict(_head_keys(decisions))
    made = []
    for line in former.head.splitlines():
        key = line.partition("=")[0].strip()
        if after.get(key, "") == before.get(key, ""):
            made.append(line)
        elif after[key]:
            made.append(_line(key, after[key]))
        after.pop(key, "")
    made += [_line(key, value) for key, value in after.items() if value != before[key]]
    return "\n".join(made)


def _head_keys(decisions: Decisions) -> list[tuple[str, _Value]]:
    keys: list[tuple[str, _Value]] = [("source", decisions.source), ("digest", decisions.digest)]
    return [*keys, ("reviewed", decisions.is_reviewed)]


def _table(name: str, keys: Sequence[tuple[str, _Value]]) -> str:
    header = [f"[[{name}]]"] if name else []
    return "\n".join([*header, *(_line(key, value) for key, value in keys if value not in {"", ()})])


def _line(key: str, value: _Value) -> str:
    return f"{key} = {toml_value(value)}"


def _decision_keys(decision: Decision) -> list[tuple[str, _Value]]:
    by_origin = [("by", decision.origin.by), ("at", decision.origin.at)]
    return [*_own_keys(decision), *by_origin]


def _own_keys(decision: Decision) -> list[tuple[str, _Value]]:
    match decision:
        case ClaimDecision(kind, verdict, text, values):
            return [
                ("type", "claim"),
                ("kind", str(kind)),
                ("verdict", str(verdict)),
                ("text", text),
                ("values", values),
            ]
        case LabelDecision(anchor, label):
            return [("type", "label"), ("label", str(label)), *_anchor_keys(anchor)]
        case CutDecision(anchor):
            return [("type", "cut"), *_anchor_keys(anchor)]
        case JoinDecision(anchor):
            return [("type", "join"), *_anchor_keys(anchor)]
        case NameDecision(anchor, kind, when, ref, is_rejected):
            name = "not-name" if is_rejected else "name"
            return [("type", name), ("kind", str(kind)), ("when", when), ("ref", ref), *_anchor_keys(anchor)]


def _anchor_keys(anchor: Anchor) -> Iterator[tuple[str, _Value]]:
    if anchor.line:
        yield from (("line", anchor.line), ("column", anchor.column))
    yield "text", anchor.text
    if anchor.words != len(anchor.text.split()) + len(anchor.end.split()):
        yield "words", anchor.words
    yield from (("end", anchor.end), ("before", anchor.before), ("after", anchor.after))
    counts = ("repeats", anchor.repeats), ("similar", anchor.similar)
    yield from ((key, count) for key, count in counts if count)
