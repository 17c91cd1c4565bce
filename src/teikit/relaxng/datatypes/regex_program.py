"""Runs regular expressions of Python's syntax in a number of steps that is bounded, with the results of `re`.

A pattern that `re` has parsed becomes a program whose alternatives are tried in the order of `re`. Whether the rest of
a program matches from a place does not depend on how the place was reached, so each instruction is tried once at each
place: the time is proportional to the length of the text. With back-references that is not so: there only the limit of
steps bounds the time. The groups of a repetition whose last round matches nothing may be those of the round before.
"""

import re
from itertools import accumulate
from re import _compiler, _constants, _parser  # type: ignore[attr-defined]  # the parser of `re` has no public name
from typing import Any, NamedTuple

from teikit.limits import describe_excess, limit

# The parts of a parsed pattern are not typed.
Part = Any
_UNBOUNDED = _constants.MAXREPEAT
_ONE_CHARACTER = frozenset({_constants.LITERAL, _constants.NOT_LITERAL, _constants.ANY, _constants.IN})
# Levels of groups.
_DEEPEST = 250
# A class of characters that is written out as ranges is long.
_LENGTH_OF_A_PART = 50
_SETS_OF_A_PART = 10
_LOCAL_FLAGS = re.IGNORECASE | re.MULTILINE | re.DOTALL | re.ASCII | re.UNICODE


class CostlyRegexError(Exception):
    """A regular expression exceeds a limit; the message says which, as what its schema or document has."""

    def __init__(self, name: str) -> None:
        super().__init__(describe_excess(name))
        self.limit = name


class UnsupportedRegexError(Exception):
    """A regular expression has a part that cannot be run in bounded time, such as a look-ahead with a repetition."""


class CharacterTest(dict[str, bool]):
    """Whether characters match one part of a pattern, remembered."""

    __slots__ = ("_match", "part")

    def __init__(self, part: Part, flags: int) -> None:
        super().__init__()
        self.part = part
        self._match = compile_part(part, flags).match

    def __missing__(self, char: str) -> bool:
        if len(self) > 10_000:
            self.clear()
        verdict = self[char] = self._match(char) is not None
        return verdict


class Instruction(NamedTuple):
    """What to do at a place of the text, and the instructions that follow: `then` before `otherwise`."""

    kind: str
    argument: Any
    then: int
    otherwise: int = -1


def is_one_character(part: Part) -> bool:
    """Return whether a part of a parsed pattern matches exactly one character."""
    return part[0] in _ONE_CHARACTER


def compile_part(part: Part, flags: int) -> "re.Pattern[str]":
    """Return a part without groups of a parsed pattern, compiled alone."""
    state = _parser.State()
    state.str = ""
    state.flags = flags & _LOCAL_FLAGS
    return _compiler.compile(_parser.SubPattern(state, [part]), state.flags)  # type: ignore[no-any-return]


def _is_nested_deeper(pattern: str, most: int) -> bool:
    """Return whether groups may be nested deeper: how deep Python can follow them depends on its caller.

    Parentheses that are none of groups count, too, which no pattern has so many of.
    """
    if pattern.count("(") <= most:
        return False
    depths = accumulate((char == "(") - (char == ")") for char in pattern)
    return max(depths) > most


def parse(pattern: str, flags: int) -> tuple[Any, int]:
    """Return a parsed pattern, and its flags.

    Raises:
        re.error: It is not correct.
        CostlyRegexError: It is too long, or has groups nested too deep.
    """
    if len(pattern) > _LENGTH_OF_A_PART * limit("regex-parts"):
        raise CostlyRegexError("regex-parts")
    if _is_nested_deeper(pattern, _DEEPEST):
        raise CostlyRegexError("regex-parts")
    try:
        parsed = _parser.parse(pattern, flags)
    except (RecursionError, OverflowError):
        raise CostlyRegexError("regex-parts") from None
    flags |= parsed.state.flags
    if _count_sets(parsed, flags) > _SETS_OF_A_PART * limit("regex-parts"):
        raise CostlyRegexError("regex-parts")
    return parsed, flags


def _count_sets(parsed: Any, flags: int) -> float:
    """Return the number of ranges in the sets of a parsed pattern; long ones, which `re` writes out, count as many."""
    count, todo = 0.0, list(parsed)
    while todo:
        kind, value = todo.pop()
        if kind is _constants.IN:
            sizes = (each[1][1] - each[1][0] for each in value if each[0] is _constants.RANGE)
            count += len(value) + sum(min(each, 1 << 16) for each in sizes) / (64 if flags & re.IGNORECASE else 256)
        elif kind is _constants.BRANCH:
            todo += [part for option in value[1] for part in option]
        elif isinstance(value, tuple) and isinstance(value[-1], _parser.SubPattern):
            todo += value[-1]
    return count


class Program:
    """The instructions of a parsed pattern; the first one is at `start`, the last one is 0.

    `groups` is the number of groups, `has_references` whether one of them is referred to.
    """

    def __init__(self, parsed: Any, flags: int) -> None:
        self.code: list[Instruction] = [Instruction("match", None, -1)]
        self.groups = parsed.state.groups - 1
        self.slots = 2 * self.groups + 2
        self.has_references = False
        self._most = limit("regex-parts")
        self._tests: dict[str, CharacterTest] = {}
        try:
            self.start = self._sequence(list(parsed), flags, 0)
        except RecursionError:
            raise CostlyRegexError("regex-parts") from None

    def _add(self, kind: str, argument: Any, then: int, otherwise: int = -1) -> int:
        if len(self.code) > self._most:
            raise CostlyRegexError("regex-parts")
        self.code.append(Instruction(kind, argument, then, otherwise))
        return len(self.code) - 1

    def _sequence(self, parts: list[Part], flags: int, then: int) -> int:
        for part in reversed(parts):
            then = self._part(part, flags, then)
        return then

    def _part(self, part: Part, flags: int, then: int) -> int:
        kind, value = part
        if kind in _ONE_CHARACTER:
            key = f"{flags & _LOCAL_FLAGS} {part!r}"
            test = self._tests.get(key) or self._tests.setdefault(key, CharacterTest(part, flags))
            return self._add("character", test, then)
        if kind is _constants.BRANCH:
            return self._branch(value[1], flags, then)
        if kind is _constants.SUBPATTERN:
            return self._group(value, flags, then)
        if kind in {_constants.MAX_REPEAT, _constants.MIN_REPEAT}:
            return self._repeat(part, flags, then)
        if kind is _constants.GROUPREF:
            self.has_references = True
            return self._add("reference", (value, bool(flags & re.IGNORECASE)), then)
        if kind is _constants.AT or (kind in {_constants.ASSERT, _constants.ASSERT_NOT} and is_fixed(value[1])):
            return self._add("assertion", compile_part(part, flags).match, then)
        raise UnsupportedRegexError(str(kind).lower())

    def _branch(self, options: list[Any], flags: int, then: int) -> int:
        begin = self._sequence(list(options[-1]), flags, then)
        for option in reversed(options[:-1]):
            begin = self._add("choice", None, self._sequence(list(option), flags, then), begin)
        return begin

    def _group(self, value: tuple[int | None, int, int, Any], flags: int, then: int) -> int:
        group, added, removed, inner = value
        flags = (flags | added) & ~removed
        if group is None:
            return self._sequence(list(inner), flags, then)
        end = self._add("save", 2 * group + 1, then)
        return self._add("save", 2 * group, self._sequence(list(inner), flags, end))

    def _repeat(self, part: Part, flags: int, then: int) -> int:
        kind, (least, most, inner) = part
        is_greedy = kind is _constants.MAX_REPEAT
        parts = list(inner)
        begin = then
        if most is _UNBOUNDED:
            begin = self._loop(inner, flags, then, is_greedy=is_greedy)
        else:
            for _ in range(int(most) - int(least)):
                begin = self._choose(self._sequence(parts, flags, begin), then, is_greedy=is_greedy)
        for _ in range(int(least)):
            before = len(self.code)
            begin = self._sequence(parts, flags, begin)
            if len(self.code) == before:
                # Nothing is repeated.
                break
        return begin

    def _choose(self, body: int, leave: int, *, is_greedy: bool) -> int:
        return self._add("choice", None, body, leave) if is_greedy else self._add("choice", None, leave, body)

    def _loop(self, inner: Any, flags: int, then: int, *, is_greedy: bool) -> int:
        may_be_empty = inner.getwidth()[0] == 0
        at = self._add("choice", None, then)
        slot = self.slots
        self.slots += may_be_empty
        body = self._sequence(list(inner), flags, at)
        kind = ("loop" if is_greedy else "lazy loop") if may_be_empty else "choice"
        order = (body, then) if is_greedy else (then, body)
        self.code[at] = Instruction(kind, slot, *order)
        if not may_be_empty:
            return at
        # The place where a round began is not that of an earlier run of the loop.
        return self._add("reset", slot, at)


def is_fixed(parsed: Any) -> bool:
    """Return whether a parsed pattern has neither groups nor repetitions, and few characters."""
    return all(each[0] in _ONE_CHARACTER or each[0] is _constants.AT for each in parsed) and len(parsed) < 100


class Run:
    """The run of a program on one text: counts the steps of all its searches together."""

    def __init__(self, program: Program, text: str) -> None:
        self._program = program
        self._text = text
        self._steps = 0
        self._most = limit("regex-steps")
        # What has been tried without success: an instruction at a place.
        self._tried: set[int] = set()

    def match(self, start: int, *, is_whole: bool = False) -> list[int] | None:
        """Return the starts and ends of the groups of the match that begins at a place, or None.

        Raises:
            CostlyRegexError: All that was done on this text is more than the limit of steps.
        """
        slots = [-1] * self._program.slots
        slots[0] = start
        found = self._run(start, slots, is_whole=is_whole)
        if found:
            # What was tried on the way to a match has not failed.
            self._tried.clear()
        return slots if found else None

    def _run(self, at: int, slots: list[int], *, is_whole: bool) -> bool:  # noqa: C901, PLR0912, PLR0915  one loop, for speed
        code, text, size = self._program.code, self._text, len(self._text)
        tried, remembers = self._tried, not self._program.has_references
        loops = range(2 * self._program.groups + 2, self._program.slots)
        steps, most, count = self._steps, self._most, len(code)
        here = self._program.start
        # Alternatives: an instruction and a place, or a slot (as a negative number) and its former value.
        waiting: list[tuple[int, int]] = []
        while True:
            steps += 1
            if steps > most:
                raise CostlyRegexError("regex-steps")
            kind, argument, then, otherwise = code[here]
            ahead = then
            if kind == "character":
                if at < size and argument[text[at]]:
                    at += 1
                else:
                    ahead = -1
            elif kind == "choice":
                if remembers:
                    key = at * count + here
                    for slot in loops:
                        # A round that has consumed nothing yet may go on in other ways than one that has.
                        key = 2 * key + (slots[slot] == at)
                    if key in tried:
                        ahead = -1
                    else:
                        tried.add(key)
                        waiting.append((otherwise, at))
                else:
                    waiting.append((otherwise, at))
            elif kind == "save" or kind == "reset":  # noqa: PLR1714  faster
                waiting.append((-1 - argument, slots[argument]))
                slots[argument] = at if kind == "save" else -1
            elif kind == "match":
                if not is_whole or at == size:
                    slots[1] = at
                    self._steps = steps
                    return True
                ahead = -1
            elif kind == "assertion":
                if argument(text, at) is None:
                    ahead = -1
            elif kind == "reference":
                length = _refer(text, at, slots, argument)
                at, ahead = (at + length, then) if length >= 0 else (at, -1)
                steps += max(length, 0) // 100
            elif slots[argument] == at:
                # A round that consumed nothing is the last one.
                ahead = otherwise if kind == "loop" else -1
            elif kind == "loop":
                waiting += ((otherwise, at), (-1 - argument, slots[argument]))
                slots[argument] = at
            else:
                # The slot is set only once the body is tried.
                waiting.append((len(code) + here, at))
            while ahead < 0:
                if not waiting:
                    self._steps = steps
                    return False
                ahead, value = waiting.pop()
                if ahead < 0:
                    slots[-1 - ahead] = value
                elif ahead >= count:
                    lazy = code[ahead - count]
                    waiting.append((-1 - lazy.argument, slots[lazy.argument]))
                    slots[lazy.argument] = at = value
                    ahead = lazy.otherwise
                else:
                    at = value
            here = ahead


def _refer(text: str, at: int, slots: list[int], reference: tuple[int, bool]) -> int:
    """Return the length of what a back-reference matches at a place, -1 where it does not match."""
    group, ignores_case = reference
    start, end = slots[2 * group], slots[2 * group + 1]
    if start < 0 or end < 0:
        return -1
    wanted = text[start:end]
    there = text[at : at + len(wanted)]
    is_same = wanted == there or (ignores_case and wanted.lower() == there.lower())
    return len(wanted) if is_same else -1
