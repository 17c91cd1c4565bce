"""Finds the elements that no valid document can have: what they require is notAllowed, or contains themselves."""

from collections.abc import Sequence

from teikit.relaxng.automaton.table import NOT_ALLOWED, Row

# Each pass finds the elements that need only those of earlier passes; real schemas take fewer than ten.
_MOST_PASSES = 40


def find_impossible_elements(rows: Sequence[Row], contents: Sequence[int]) -> frozenset[int]:
    """Return the numbers of the elements that can never be valid; `contents` has the row of each element's content.

    None is returned where that would take too long to decide.
    """
    known = [False] * len(contents)
    for _ in range(_MOST_PASSES):
        satisfiable = _satisfiable_rows(rows, known)
        now = [satisfiable[row] for row in contents]
        if now == known:
            return frozenset(number for number, is_possible in enumerate(known) if not is_possible)
        known = now
    return frozenset()


def _satisfiable_rows(rows: Sequence[Row], elements: Sequence[bool]) -> list[bool]:
    """Return which rows something matches, if only some elements are possible; a row's parts come before it."""
    found: list[bool] = []
    for number, row in enumerate(rows):
        match row:
            case ("choice", members):
                found.append(any(found[each] for each in members))
            case ("interleave", members):
                found.append(all(found[each] for each in members))
            case ("group", left, right):
                found.append(found[left] and found[right])
            case ("oneOrMore" | "list", of) | ("attribute", _, of):
                found.append(found[of])
            case ("element", element):
                found.append(elements[element])
            case _:
                found.append(number != NOT_ALLOWED)
    return found
