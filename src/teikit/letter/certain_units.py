"""Finds what is certain of the units of a letter before their features are scored.

Lists and tables before the close, and later writing sessions, can only be of the body; forms such as memoranda and
telegrams say what their lines are.
"""

from collections.abc import Iterator, Sequence

from teikit.letter.accounts import account_runs
from teikit.letter.blocks import list_runs, sum_below
from teikit.letter.cues import find_cue
from teikit.letter.forms import State, certain_states
from teikit.letter.model import Label, LetterPhase, Unit
from teikit.letter.sessions import is_new_dateline
from teikit.letter.telegrams import telegram_states
from teikit.text.runs import PAGE_FOOTER, PAGE_HEADER

_LONG = 60
_FEWEST_WORDS_OF_LEAD_IN = 4
_PARAGRAPH = Label.PARAGRAPH, LetterPhase.BODY


def _is_paragraph(unit: Unit) -> bool:
    """Return whether a unit is long, in no block, and not what a word processor repeats on each page."""
    line = unit.lines[0]
    return len(unit.text) > _LONG and not line.blocks and line.style not in {PAGE_HEADER, PAGE_FOOTER}


def _block_limit(found: Sequence[Unit]) -> int:
    """Return the index up to which lists, quotations and tables are in the body: a close or a paragraph follows them.

    A paragraph precedes them, too; otherwise they may be the letterhead. Blocks after the close may be signatures in
    columns; a single paragraph below these is no part of the body, but a postscript or a line on the firm.
    """
    first = next((index for index, unit in enumerate(found) if unit.lines[0].blocks), 0)
    if not any(_is_paragraph(unit) for unit in found[:first]):
        return 0
    added = next((index for index, unit in enumerate(found) if find_cue("postscript", unit.text, at_start=True)), None)
    paragraphs = [index for index, unit in enumerate(found[:added]) if _is_paragraph(unit)] or [0]
    close = next((index for index in range(len(found) - 1, paragraphs[0], -1) if _is_close(found[index])), 0)
    return close if close and sum(index > close for index in paragraphs) <= 1 else paragraphs[-1]


def _typed_lists(found: Sequence[Unit]) -> Iterator[int]:
    """Yield the indices of lists in plain text that can only be of the body, and of the lines that announce them.

    A paragraph, or a line with a colon, precedes them; a close, or else a paragraph, follows them.
    """
    runs, accounts = list_runs(found), account_runs(found)
    closes = [index for index, unit in enumerate(found) if _is_close(unit)] if runs or accounts else []
    last = max(closes or [index for index, unit in enumerate(found) if _is_paragraph(unit)], default=0)
    for run in (*runs, *accounts):
        lead_in = run[0] - 1 if run[0] and _announces(found[run[0] - 1]) else None
        if run[-1] < last and (lead_in is not None or any(_is_paragraph(unit) for unit in found[: run[0]])):
            yield from (run if lead_in is None else (lead_in, *run))
            yield from sum_below(found, run[-1] + 1)


def _announces(unit: Unit) -> bool:
    """Return whether a line announces what follows: it ends with a colon, and is no salutation."""
    is_sentence = unit.text.rstrip().endswith(":") and len(unit.text.split()) >= _FEWEST_WORDS_OF_LEAD_IN
    return is_sentence and find_cue("salute", unit.text, at_start=True) is None


def _is_close(unit: Unit) -> bool:
    """Return whether a short line outside of lists and tables contains a complimentary close."""
    return len(unit.text) <= _LONG and not unit.lines[0].blocks and find_cue("valediction", unit.text) is not None


def _is_session(found: Sequence[Unit], index: int) -> bool:
    """Return whether a unit is the dateline of a later writing session.

    It is between two long paragraphs, and another dateline or a salutation is further up.
    """
    if not 0 < index < len(found) - 1:
        return False
    before, after = found[index - 1].text, found[index + 1].text
    is_between_long = len(before) > _LONG < len(after) and before.endswith((".", "!", "?"))
    if not is_between_long or not is_new_dateline(found[index].text):
        return False
    added = any(find_cue(kind, after, at_start=True) for kind in ("postscript", "note"))
    begun = any(is_new_dateline(one.text) or find_cue("salute", one.text, at_start=True) for one in found[: index - 1])
    return begun and not added


def certain_paragraphs(found: Sequence[Unit]) -> set[int]:
    """Return the indices of units that can only be of the body: blocks before its end, and later writing sessions."""
    inside = _block_limit(found)
    blocks = {index for index, unit in enumerate(found) if index < inside and unit.lines[0].blocks}
    blocks.update(_typed_lists(found))
    return blocks | {index for index in range(len(found)) if _is_session(found, index)}


def states_of_form(found: Sequence[Unit]) -> dict[int, State]:
    """Return the states of units that forms such as memoranda and telegrams make certain."""
    return certain_states(found) or telegram_states(found)


def states_of_units(found: Sequence[Unit]) -> dict[int, State]:
    """Return the label and the phase of each unit that is certain; a form takes precedence over lists and tables."""
    return {**dict.fromkeys(sorted(certain_paragraphs(found)), _PARAGRAPH), **states_of_form(found)}
