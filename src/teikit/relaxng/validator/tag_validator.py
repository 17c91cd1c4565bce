"""Documents to a bare verdict by their tags as they stand in the source, each tag read but once for all documents.

Most tags of a corpus are the same bytes again and again. So expat says of a whole document whether it is well-formed,
which it does fast where nobody listens; then the source is cut at its tags, and one look-up a tag tells where it leads.
What is unusual is left to the other way, `fast`, which hears every event.
"""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from xml.parsers import expat

from teikit.document.markup import SLASH, AsideError, Source, hold_tag
from teikit.document.start_tags import XML_ID, Attributes, Declared, Tags, declared_in
from teikit.relaxng.automaton import Automaton, Judges, Start, State
from teikit.relaxng.automaton.strings import SPACE, Verdicts
from teikit.relaxng.datatypes import IdKind
from teikit.relaxng.validator.id_soundness import Identifiers
from teikit.shallow_repr import shallow_repr

# An identifier as they mostly are.
_PLAIN_ID = re.compile(rb' xml:id="([A-Za-z_][A-Za-z0-9_.-]*)"')
# No more steps are remembered, nor steps by longer tags (in bytes), nor more scans.
_MOST_STEPS = 65_536
_LONGEST = 256
_MOST_SCANS = 16
_MOST_BLANKS = 4_096
_MOST_ENDS = 16_384


class _InvalidError(Exception):
    """The document is not valid."""


def is_valid(scans: "Scans", data: bytes) -> bool:
    """Tell whether a document is well-formed and valid.

    Raises:
        UnusualError: it holds what is not known here.

    """
    source = Source(data)
    if not _is_well_formed(data):
        return False
    # Few documents have comments or instructions: so they are looked for only where they may be at fault.
    with suppress(AsideError):
        if _is_valid(scans, source.tags()):
            return True
        if not source.has_asides():
            return False
    return _is_valid(scans, source.tags_without_asides())


def _is_well_formed(data: bytes) -> bool:
    parser = expat.ParserCreate(None, " ")
    try:
        parser.Parse(data, True)  # noqa: FBT003  expat names no arguments
    except (expat.ExpatError, ValueError, LookupError):
        return False
    return True


def _is_valid(scans: "Scans", tags: Sequence[bytes]) -> bool:
    identifiers = Identifiers()
    try:
        scans.scan(tags[0].partition(b">")[0]).walk(tags, identifiers)
    except _InvalidError:
        return False
    return identifiers.are_sound()


class Scans:
    """The scans of an automaton, one for each set of namespaces that roots declare."""

    def __init__(self, automaton: Automaton, *, ids: bool) -> None:
        self._automaton, self._ids = automaton, ids
        self._scans: dict[Declared, Scan] = {}

    def scan(self, root: bytes) -> "Scan":
        """Return the scan for documents with such a root's tag."""
        hold_tag(root)
        declared = declared_in(root)
        known = self._scans.get(declared)
        if known is None:
            if len(self._scans) >= _MOST_SCANS:
                self._scans.clear()
            known = self._scans[declared] = Scan(self._automaton, Tags(declared), ids=self._ids)
        return known


class _Level(dict[bytes, "_Step"]):
    """A state, and where start tags lead from there."""

    __slots__ = ("accepting", "mixed", "scan", "state", "templates")

    __repr__ = shallow_repr

    def __init__(self, scan: "Scan", state: State) -> None:
        super().__init__()
        self.scan, self.state = scan, state
        self.mixed, self.accepting = state.mixed, state.accepting
        # By tags without the value of their identifier: where they lead, and who judges that value, if anybody does.
        self.templates: dict[bytes, tuple[_Ends | None, _Level, Verdicts | None]] = {}

    def __missing__(self, tag: bytes) -> "_Step":
        return self.scan.step(self, tag)

    def behind(self, text: bytes) -> "_Level":
        """Return the level behind text; where that may be data, it is looked at when the element ends."""
        if self.accepting < 0 or not _text(text).strip(SPACE):
            return self
        return self.scan.level(self.state.text)

    def before_element(self, text: bytes) -> "_Level":
        """Return the level behind text that could have been data, but is followed by an element."""
        return self.scan.level(self.state.behind_text()) if _text(text).strip(SPACE) else self


class _Ends(dict[int, _Level]):
    """Where an end tag leads, by the readings of the element that accept its content."""

    __slots__ = ("_scan", "_start")

    __repr__ = shallow_repr

    def __init__(self, scan: "Scan", start: Start) -> None:
        super().__init__()
        self._scan, self._start = scan, start

    def __missing__(self, accepting: int) -> _Level:
        made = self[accepting] = self._scan.level(self._start.returns[accepting])
        return made


# An identifier; or attributes of which some identify or refer, and what these are.
_Named = str | tuple[Mapping[str, IdKind], Attributes]
# Where a start tag leads: what its end tag will lead to (None for a tag that ends itself), the level behind it, and its
# attributes if they are to be noted. No class of its own, since plain tuples are taken apart faster.
_Step = tuple[_Ends | None, _Level, _Named | None]


class Scan:
    """An automaton whose letters are tags as they stand in the source, where so many namespaces are declared."""

    def __init__(self, automaton: Automaton, tags: Tags, *, ids: bool) -> None:
        self._automaton, self._tags, self._ids = automaton, tags, ids
        self._levels: dict[State, _Level] = {}
        self._ends: dict[Start, _Ends] = {}
        self._room = _MOST_STEPS
        # End tags with nothing but white space behind them.
        self._blanks: set[bytes] = set()

    def walk(self, tags: Sequence[bytes], identifiers: Identifiers) -> None:
        """Follow the tags of a well-formed document, each with the text behind it.

        Raises:
            _InvalidError: they lead nowhere.
            UnusualError: one of them is not known here.

        """
        level, blanks = self.level(self._automaton.initial), self._blanks
        stack: list[_Ends] = []
        push, pop = stack.append, stack.pop
        before = b""
        for tag in tags:
            if tag[0] == SLASH:
                accepting = level.accepting
                if accepting < 0:
                    accepting = level.state.accepts(_text(before.partition(b">")[2]), None)
                level = pop()[accepting]
                if not level.mixed and tag not in blanks:
                    level = self._behind_end(level, tag)
            else:
                if level.accepting < 0:
                    level = level.before_element(before.partition(b">")[2])
                source, _, text = tag.partition(b">")
                ends, level, named = level[source]
                if ends is not None:
                    push(ends)
                if named is not None and not (
                    identifiers.add(named) if isinstance(named, str) else identifiers.note(*named)
                ):
                    raise _InvalidError
                if text and not level.mixed and not text.isspace():
                    level = level.behind(text)
            before = tag

    def _behind_end(self, level: _Level, tag: bytes) -> _Level:
        """Return the level behind the text behind an end tag."""
        text = tag.partition(b">")[2]
        if text and not text.isspace():
            return level.behind(text)
        if len(tag) <= _LONGEST:
            if len(self._blanks) >= _MOST_BLANKS:
                self._blanks.clear()
            self._blanks.add(tag)
        return level

    def level(self, state: State | None) -> _Level:
        """Return the level of a state; raises _InvalidError where there is none."""
        if state is None:
            raise _InvalidError
        known = self._levels.get(state)
        if known is None:
            known = self._levels[state] = _Level(self, state)
        return known

    def step(self, level: _Level, tag: bytes) -> _Step:
        """Return where a start tag leads that is not remembered; errors are those of `walk`."""
        plain = _PLAIN_ID.search(tag) if self._ids else None
        if plain is None:
            return self._read(level, tag, b"")
        template = tag[: plain.start(1)] + tag[plain.end(1) :]
        known, identifier = level.templates.get(template), plain[1].decode()
        if known is None:
            return self._read(level, tag, template)
        ends, behind, verdicts = known
        if verdicts is not None and not verdicts[identifier]:
            raise _InvalidError
        return ends, behind, identifier

    def _read(self, level: _Level, tag: bytes, template: bytes) -> _Step:
        """Return where a tag leads that must be read, and remember what may come again."""
        hold_tag(tag)
        name, attributes = self._tags.read(tag)
        start = level.state.starts[name]
        if start is None:
            raise _InvalidError
        ends, behind = self._by(start, attributes, ends_itself=tag.endswith(b"/"))
        named = [each for each in attributes[::2] if each in start.identifiers] if self._ids else []
        if len(tag) <= _LONGEST:
            if not named:
                self._make_room()
                level[tag] = ends, behind, None
            # Were it written twice, it might be part of a value.
            elif named == [XML_ID] and start.identifiers[XML_ID] == "ID" and template.count(b"xml:id") == 1:
                self._remember(level, template, (ends, behind), start.opening.judges(attributes[::2]))
        return ends, behind, (start.identifiers, attributes) if named else None

    def _by(self, start: Start, attributes: Attributes, *, ends_itself: bool) -> tuple[_Ends | None, _Level]:
        children = start.opening.children(attributes, None)
        behind, ends = self.level(children), self._ends.get(start)
        if ends is None:
            # Where any name is allowed, documents may make them up.
            if len(self._ends) >= _MOST_ENDS:
                self._ends.clear()
            ends = self._ends[start] = _Ends(self, start)
        if not ends_itself:
            return ends, behind
        return None, ends[behind.state.accepts("", None)]

    def _remember(
        self, level: _Level, template: bytes, leads: tuple[_Ends | None, _Level], judges: Judges | None
    ) -> None:
        """Remember where a tag leads whatever it identifies, if that depends on nothing but whether it may be so."""
        if judges is not None:
            self._make_room()
            judge = judges[XML_ID]
            level.templates[template] = *leads, None if judge is None or judge.takes_plain_names else judge

    def _make_room(self) -> None:
        self._room -= 1
        if self._room < 0:
            for each in self._levels.values():
                each.clear()
                each.templates.clear()
            self._room = _MOST_STEPS


def _text(source: bytes) -> str:
    """Return what text means, as it stands in the source."""
    if b"&" not in source and b"\r" not in source:
        return source.decode()
    parts: list[str] = []
    parser = expat.ParserCreate()
    parser.CharacterDataHandler = parts.append
    parser.Parse(b"<text>%s</text>" % source, True)  # noqa: FBT003
    parser.CharacterDataHandler = None
    return "".join(parts)
