r"""XML Schema's regular expressions (part 2, appendix F): parsed strictly, matched in linear time.

A pattern becomes a program of an automaton with alternatives (Thompson); matching follows all alternatives at once and
remembers each set of them as one deterministic state, so that no pattern can make it backtrack. ^ and $ are ordinary.
"""

from functools import lru_cache
from typing import NamedTuple

from teikit.relaxng.datatypes.charsets import (
    CharSet,
    char_range,
    complement,
    difference,
    is_not_line_end,
    multi_char_escape,
    property_set,
    single_char,
    union,
)
from teikit.shallow_repr import shallow_repr

# Instructions of one program, and levels of brackets: repetition counts are written out, {1,1000} a thousand times.
MAX_PROGRAM = 10_000
MAX_DEPTH = 100
# Transitions that an automaton remembers before it forgets them all.
MAX_MEMORY = 20_000

_METACHARACTERS = frozenset(".\\?*+{}()[]|")
_SINGLE = {"n": "\n", "r": "\r", "t": "\t", **{char: char for char in "\\|.?*+(){}-[]^"}}
_MULTI = frozenset("sSiIcCdDwW")
_MANY = -1


class RegexError(ValueError):
    """A regular expression is not correct; the message says what and where (characters from 1)."""


class _Chars(NamedTuple):
    """One character of a set."""

    contains: CharSet


class _Sequence(NamedTuple):
    """Parts one after another."""

    parts: tuple["_Node", ...]

    def __repr__(self) -> str:
        return shallow_repr(self)


class _Choice(NamedTuple):
    """One of several."""

    options: tuple["_Node", ...]

    def __repr__(self) -> str:
        return shallow_repr(self)


class _Repeat(NamedTuple):
    """A part `least` to `most` times, `most` being _MANY where nothing bounds it."""

    part: "_Node"
    least: int
    most: int

    def __repr__(self) -> str:
        return shallow_repr(self)


_Node = _Chars | _Sequence | _Choice | _Repeat


class _RegexParser:
    """Recursive descent over the productions of appendix F."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0
        self.depth = 0
        self.sets: dict[str, CharSet] = {}

    def parse(self) -> _Node:
        """Return the whole pattern's node."""
        node = self._choice()
        if self.at < len(self.pattern):
            raise self._error(f"unexpected {self.pattern[self.at]!r}")
        return node

    def _peek(self) -> str:
        return self.pattern[self.at : self.at + 1]

    def _take(self, text: str) -> bool:
        found = self.pattern.startswith(text, self.at)
        self.at += len(text) if found else 0
        return found

    def _error(self, message: str) -> RegexError:
        return RegexError(f"{message} at character {self.at + 1}")

    def _enter(self) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self._error(f"brackets nested more than {MAX_DEPTH} deep")

    def _choice(self) -> _Node:
        options = [self._branch()]
        while self._take("|"):
            options.append(self._branch())
        return options[0] if len(options) == 1 else _Choice(tuple(options))

    def _branch(self) -> _Node:
        parts = []
        while self._peek() not in {"", "|", ")"}:
            parts.append(self._piece())
        return parts[0] if len(parts) == 1 else _Sequence(tuple(parts))

    def _piece(self) -> _Node:
        atom = self._atom()
        for sign, least, most in (("?", 0, 1), ("*", 0, _MANY), ("+", 1, _MANY)):
            if self._take(sign):
                return _Repeat(atom, least, most)
        if self._take("{"):
            return _Repeat(atom, *self._quantity())
        return atom

    def _quantity(self) -> tuple[int, int]:
        least = self._number()
        most = least
        if self._take(","):
            most = _MANY if self._peek() == "}" else self._number()
        if not self._take("}"):
            raise self._error("expected '}'")
        if most not in range(least, MAX_PROGRAM + 1) and most != _MANY:
            raise self._error(f"the count {{{least},{most}}} is the wrong way round or above {MAX_PROGRAM}")
        return least, most

    def _number(self) -> int:
        start = self.at
        while self._peek() in set("0123456789"):
            self.at += 1
        digits = self.pattern[start : self.at].lstrip("0") or ("0" if self.at > start else "")
        if not digits:
            raise self._error("expected a number")
        if len(digits) > 5 or int(digits) > MAX_PROGRAM:
            raise self._error(f"a count above {MAX_PROGRAM}")
        return int(digits)

    def _atom(self) -> _Node:
        start = self.at
        if self._take("("):
            self._enter()
            node = self._choice()
            if not self._take(")"):
                raise self._error("expected ')'")
            self.depth -= 1
            return node
        found = self._set()
        # Sets with equal spelling are one object, so that a state tests each set only once for a character.
        return _Chars(self.sets.setdefault(self.pattern[start : self.at], found))

    def _set(self) -> CharSet:
        if self._take("."):
            return is_not_line_end
        if self._take("["):
            return self._class_expression()
        if self._take("\\"):
            escaped = self._escape()
            return single_char(escaped) if isinstance(escaped, str) else escaped
        char = self._peek()
        if char in _METACHARACTERS:
            raise self._error(f"unexpected {char!r}" if char else "unexpected end")
        self.at += 1
        return single_char(char)

    def _escape(self) -> CharSet | str:
        char = self._peek()
        self.at += 1
        if char in _SINGLE:
            return _SINGLE[char]
        if char in _MULTI:
            return multi_char_escape(char)
        if char in {"p", "P"} and self._take("{"):
            return self._property(negated=char == "P")
        self.at -= 1
        raise self._error(f"unknown escape '\\{char}'")

    def _property(self, *, negated: bool) -> CharSet:
        end = self.pattern.find("}", self.at)
        name = self.pattern[self.at : max(end, self.at)]
        found = property_set(name)
        if found is None:
            raise self._error(f"unknown category or block {name[:40]!r}")
        self.at = end + 1
        return complement(found) if negated else found

    def _class_expression(self) -> CharSet:
        self._enter()
        negated = self._take("^")
        members = self._members()
        found = complement(union(members)) if negated else union(members)
        if self._take("-["):
            found = difference(found, self._class_expression())
        if not self._take("]"):
            raise self._error("expected ']'")
        self.depth -= 1
        return found

    def _members(self) -> list[CharSet]:
        members: list[CharSet] = []
        while self._peek() not in {"", "]"} and not (members and self.pattern.startswith("-[", self.at)):
            members.append(self._member(first=not members))
        if not members:
            raise self._error("an empty character class")
        return members

    def _member(self, *, first: bool) -> CharSet:
        if self._take("-"):
            if not first and self._peek() != "]":
                raise self._error("'-' must stand first or last in a class, or be written '\\-'")
            return single_char("-")
        low = self._class_char()
        if not isinstance(low, str):
            return low
        if self._peek() != "-" or self.pattern[self.at + 1 : self.at + 2] in {"[", "]", ""}:
            return single_char(low)
        self.at += 1
        high = self._class_char()
        if not isinstance(high, str) or high < low:
            raise self._error("a range that does not run from a character to a later one")
        return char_range(low, high)

    def _class_char(self) -> CharSet | str:
        if self._take("\\"):
            return self._escape()
        char = self._peek()
        if char in {"[", "]", "-", ""}:
            raise self._error(f"unexpected {char!r} in a character class")
        self.at += 1
        return char


# An instruction: a set and where to go on, or two ways to go on; accepting is the instruction after the last.
_Instruction = tuple[CharSet | None, int, int]


class _Program:
    """Compiles nodes to instructions, from the end, so that each knows what follows it."""

    def __init__(self) -> None:
        self.code: list[_Instruction] = [(None, -1, -1)]

    def _add(self, instruction: _Instruction) -> int:
        if len(self.code) >= MAX_PROGRAM:
            raise RegexError(f"a pattern of more than {MAX_PROGRAM} parts once its counts are written out")
        self.code.append(instruction)
        return len(self.code) - 1

    def emit(self, node: _Node, then: int) -> int:
        """Emit a node before the instruction `then`; return where it begins."""
        match node:
            case _Chars(contains):
                return self._add((contains, then, -1))
            case _Sequence(parts):
                for part in reversed(parts):
                    then = self.emit(part, then)
                return then
            case _Choice(options):
                begin = self.emit(options[-1], then)
                for option in reversed(options[:-1]):
                    begin = self._add((None, self.emit(option, then), begin))
                return begin
            case _Repeat(part, least, most):
                return self._repeat(part, least, most, then)

    def _repeat(self, part: _Node, least: int, most: int, then: int) -> int:
        if most == _MANY:
            loop = self._add((None, then, -1))
            self.code[loop] = (None, self.emit(part, loop), then)
            begin = loop
        else:
            begin = then
            for _ in range(most - least):
                begin = self._add((None, self.emit(part, begin), then))
        for _ in range(least):
            before = len(self.code)
            begin = self.emit(part, begin)
            if len(self.code) == before:
                # The part matches only the empty string: repeating it changes nothing.
                break
        return begin


class _RegexState:
    """A set of instructions, whether it accepts, and the transitions of the characters seen so far."""

    __slots__ = ("chars", "is_accepting", "next")

    def __init__(self, chars: tuple[tuple[CharSet, int], ...], *, accepts: bool) -> None:
        self.chars = chars
        self.is_accepting = accepts
        self.next: dict[str, _RegexState] = {}


class Regex:
    """A compiled pattern."""

    __slots__ = ("_code", "_memo_size", "_start", "_states", "pattern")

    def __init__(self, pattern: str) -> None:
        program = _Program()
        begin = program.emit(_RegexParser(pattern).parse(), 0)
        self.pattern = pattern
        self._code = program.code
        self._forget()
        self._start = self._state([begin])

    def matches(self, text: str) -> bool:
        """Return whether the pattern matches the whole text."""
        state = self._start
        for char in text:
            following = state.next.get(char)
            state = following if following is not None else self._step(state, char)
            if not state.chars and not state.is_accepting:
                return False
        return state.is_accepting

    def _forget(self) -> None:
        self._states: dict[tuple[int, ...], _RegexState] = {}
        self._memo_size = 0

    def _step(self, state: _RegexState, char: str) -> _RegexState:
        verdicts: dict[CharSet, bool] = {}
        targets = []
        for contains, target in state.chars:
            if contains not in verdicts:
                verdicts[contains] = contains(char)
            if verdicts[contains]:
                targets.append(target)
        if self._memo_size > MAX_MEMORY:
            self._forget()
            self._start.next = {}
        following = self._state(targets)
        state.next[char] = following
        self._memo_size += 1 + len(following.chars) // 8
        return following

    def _state(self, targets: list[int]) -> _RegexState:
        """Return the state of these instructions and all that is reached from them without a character."""
        seen: set[int] = set()
        todo = targets[::-1]
        while todo:
            at = todo.pop()
            if at in seen:
                continue
            seen.add(at)
            contains, first, second = self._code[at]
            if contains is None and first >= 0:
                todo += (second, first)
        key = tuple(sorted(at for at in seen if at == 0 or self._code[at][0] is not None))
        state = self._states.get(key)
        if state is None:
            chars = tuple((contains, self._code[at][1]) for at in key if (contains := self._code[at][0]) is not None)
            state = self._states[key] = _RegexState(chars, accepts=0 in seen)
        return state


@lru_cache(maxsize=1_000)
def compile_regex(pattern: str) -> Regex:
    """Return the automaton of a pattern; raises RegexError if it is not correct, or larger than the limits."""
    return Regex(pattern)
