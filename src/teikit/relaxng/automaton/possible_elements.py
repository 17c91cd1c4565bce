"""Finds the elements that no valid document can have: what they require is notAllowed, or contains themselves."""

from collections.abc import Sequence

from teikit.relaxng.automaton.table import NOT_ALLOWED, Row

# Each pass finds the elements that need only those found before; real schemas take fewer than ten.
_MOST_PASSES = 30


def find_impossible_elements(rows: Sequence[Row], contents: Sequence[int]) -> list[int]:
    """Return the numbers of the elements that can never be valid; `contents` has the row of each element's content.

    Nothing is returned where that would take too long to decide.
    """
    elements: dict[int, list[int]] = {}
    for number, content in enumerate(contents):
        elements.setdefault(content, []).append(number)
    possible_rows, possible = [False] * len(rows), [False] * len(contents)
    undecided: Sequence[int] = range(len(rows))
    for _ in range(_MOST_PASSES):
        before = len(undecided)
        undecided = [each for each in undecided if not _is_possible(each, rows[each], possible_rows, possible)]
        for row in elements.keys() - set(undecided):
            for number in elements.pop(row):
                possible[number] = True
        if len(undecided) == before:
            return [number for number, is_possible in enumerate(possible) if not is_possible]
    return []


def _is_possible(number: int, row: Row, rows: list[bool], elements: Sequence[bool]) -> bool:
    """Return and note whether something matches a row, given the rows and elements that something matches."""
    match row:
        case ("choice", members):
            found = any(rows[each] for each in members)
        case ("interleave", members):
            found = all(rows[each] for each in members)
        case ("group", left, right):
            found = rows[left] and rows[right]
        case ("oneOrMore" | "list", of) | ("attribute", _, of):
            found = rows[of]
        case ("element", element):
            found = elements[element]
        case _:
            found = number != NOT_ALLOWED
    rows[number] = found
    return found
