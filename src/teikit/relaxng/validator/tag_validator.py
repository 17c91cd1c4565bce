"""Decides whether a document is valid by its tags as written; each distinct tag is read once for all documents.

Most tags of a corpus are repeated bytes. So expat checks that a document is well-formed, fast without any handlers;
then the source is cut at its tags, and one look-up per tag gives the next state. Unusual documents are left to
`event_validator`, which reads every event.
"""

import re
from collections.abc import Mapping, Sequence

from teikit.document.expat import make_fragment_parser
from teikit.document.markup import Markup
from teikit.document.start_tags import (
    SLASH,
    XML_ID,
    Attributes,
    Declared,
    StartTagReader,
    declared_namespaces,
    require_tag,
    start_tag_reader,
)
from teikit.relaxng.automaton import Automaton, StartTagTransition, State, ValueMatchers
from teikit.relaxng.automaton.strings import SPACE, ValueMatcher
from teikit.relaxng.datatypes import IdKind
from teikit.relaxng.validator.id_soundness import IdTracker
from teikit.shallow_repr import shallow_repr

# The usual form of an identifier.
_PLAIN_ID = re.compile(rb' xml:id="([A-Za-z_][A-Za-z0-9_.-]*)"')
# The most transitions that are cached, the longest tag of one (in bytes), and the most validators.
_MAX_TRANSITIONS = 65_536
_MAX_TAG_LENGTH = 256
_MAX_VALIDATORS = 16
_MAX_BLANK_END_TAGS = 4_096
_MAX_END_TAGS = 16_384


class _InvalidTagError(Exception):
    """The document is not valid."""


def is_valid(validators: "TagValidators", markup: Markup) -> bool:
    """Return whether a document is well-formed and valid.

    Raises:
        NotTokenizableError: it has an unusual construct.
    """
    if not markup.is_well_formed:
        return False
    tags, identifiers = markup.tags, IdTracker()
    try:
        validators.validator_for(tags[0].partition(b">")[0]).walk(tags, identifiers)
    except _InvalidTagError:
        return False
    return identifiers.are_sound()


class TagValidators:
    """The validators of an automaton, one for each set of namespaces that roots declare."""

    def __init__(self, automaton: Automaton, *, ids: bool) -> None:
        self._automaton, self._ids = automaton, ids
        self._validators: dict[Declared, TagValidator] = {}

    def validator_for(self, root: bytes) -> "TagValidator":
        """Return the validator of documents with such a root tag."""
        require_tag(root)
        declared = declared_namespaces(root)
        known = self._validators.get(declared)
        if known is None:
            if len(self._validators) >= _MAX_VALIDATORS:
                self._validators.clear()
            reader = start_tag_reader(declared)
            known = self._validators[declared] = TagValidator(self._automaton, reader, ids=self._ids)
        return known


class _TagState(dict[bytes, "_Transition"]):
    """A state with its transitions by start tags."""

    __slots__ = ("accepting", "is_mixed", "state", "templates", "validator")

    __repr__ = shallow_repr

    def __init__(self, validator: "TagValidator", state: State) -> None:
        super().__init__()
        self.validator, self.state = validator, state
        self.is_mixed, self.accepting = state.is_mixed, state.accepting
        # By tags without the value of their identifier: the transition, and the matcher of that value, if any.
        self.templates: dict[bytes, tuple[_EndTags | None, _TagState, ValueMatcher | None]] = {}

    def __missing__(self, tag: bytes) -> "_Transition":
        return self.validator.compute_transition(self, tag)

    def state_after_text(self, text: bytes) -> "_TagState":
        """Return the state after text; text that may be data is matched when the element ends."""
        if self.accepting < 0 or not _decode_text(text).strip(SPACE):
            return self
        return self.validator.tag_state(self.state.text_state)

    def before_element(self, text: bytes) -> "_TagState":
        """Return the state after text that could have been data, but is followed by an element."""
        return self.validator.tag_state(self.state.state_after_text()) if _decode_text(text).strip(SPACE) else self


class _EndTags(dict[int, _TagState]):
    """The states after an end tag, by the readings of the element that accept its content."""

    __slots__ = ("_start", "_validator")

    __repr__ = shallow_repr

    def __init__(self, validator: "TagValidator", start: StartTagTransition) -> None:
        super().__init__()
        self._validator, self._start = validator, start

    def __missing__(self, accepting: int) -> _TagState:
        made = self[accepting] = self._validator.tag_state(self._start.end_tag_transitions[accepting])
        return made


# An identifier; or attributes with identifiers or references among them, and the kinds of these.
_IdAttributes = str | tuple[Mapping[str, IdKind], Attributes]
# The transition by a start tag: the states after its end tag (None for an empty-element tag), the state after it, and
# its identifiers if they must be recorded. A plain tuple, since it is unpacked faster than a class.
_Transition = tuple[_EndTags | None, _TagState, _IdAttributes | None]


class TagValidator:
    """An automaton whose alphabet is tags as written, under the namespaces that a root declares."""

    def __init__(self, automaton: Automaton, tags: StartTagReader, *, ids: bool) -> None:
        self._automaton, self._tags, self._ids = automaton, tags, ids
        self._tag_states: dict[State, _TagState] = {}
        self._end_tags: dict[StartTagTransition, _EndTags] = {}
        self._memo_room = _MAX_TRANSITIONS
        # End tags that only white space follows.
        self._blank_end_tags: set[bytes] = set()

    def walk(self, tags: Sequence[bytes], identifiers: IdTracker) -> None:
        """Follow the tags of a well-formed document, each with the text after it.

        Raises:
            _InvalidTagError: there is no transition.
            NotTokenizableError: one of them is unusual.
        """
        level, blanks = self.tag_state(self._automaton.initial), self._blank_end_tags
        stack: list[_EndTags] = []
        push, pop = stack.append, stack.pop
        before = b""
        for tag in tags:
            if tag[0] == SLASH:
                accepting = level.accepting
                if accepting < 0:
                    accepting = level.state.accepting_bits(_decode_text(before.partition(b">")[2]), None)
                level = pop()[accepting]
                if not level.is_mixed and tag not in blanks:
                    level = self._after_end_tag(level, tag)
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
                    raise _InvalidTagError
                if text and not level.is_mixed and not text.isspace():
                    level = level.state_after_text(text)
            before = tag

    def _after_end_tag(self, level: _TagState, tag: bytes) -> _TagState:
        """Return the state after the text that follows an end tag."""
        text = tag.partition(b">")[2]
        if text and not text.isspace():
            return level.state_after_text(text)
        if len(tag) <= _MAX_TAG_LENGTH:
            if len(self._blank_end_tags) >= _MAX_BLANK_END_TAGS:
                self._blank_end_tags.clear()
            self._blank_end_tags.add(tag)
        return level

    def tag_state(self, state: State | None) -> _TagState:
        """Return the tag state of a state; raises _InvalidTagError for None."""
        if state is None:
            raise _InvalidTagError
        known = self._tag_states.get(state)
        if known is None:
            known = self._tag_states[state] = _TagState(self, state)
        return known

    def compute_transition(self, level: _TagState, tag: bytes) -> _Transition:
        """Return the transition by a start tag that is not cached; errors are those of `walk`."""
        plain = _PLAIN_ID.search(tag) if self._ids else None
        if plain is None:
            return self._read_tag(level, tag, b"")
        template = tag[: plain.start(1)] + tag[plain.end(1) :]
        known, identifier = level.templates.get(template), plain[1].decode()
        if known is None:
            return self._read_tag(level, tag, template)
        ends, after, matcher = known
        if matcher is not None and not matcher[identifier]:
            raise _InvalidTagError
        return ends, after, identifier

    def _read_tag(self, level: _TagState, tag: bytes, template: bytes) -> _Transition:
        """Read a tag and return its transition, which is cached if the tag may be repeated."""
        require_tag(tag)
        name, attributes = self._tags.read(tag)
        start = level.state.transitions[name]
        if start is None:
            raise _InvalidTagError
        ends, after = self._follow(start, attributes, ends_itself=tag.endswith(b"/"))
        named = [each for each in attributes[::2] if each in start.identifiers] if self._ids else []
        if len(tag) <= _MAX_TAG_LENGTH:
            if not named:
                self._make_room()
                level[tag] = ends, after, None
            # If it occurs twice, one may be part of a value.
            elif named == [XML_ID] and start.identifiers[XML_ID] == "ID" and template.count(b"xml:id") == 1:
                self._remember(level, template, (ends, after), start.attribute_state.value_matchers(attributes[::2]))
        return ends, after, (start.identifiers, attributes) if named else None

    def _follow(
        self, start: StartTagTransition, attributes: Attributes, *, ends_itself: bool
    ) -> tuple[_EndTags | None, _TagState]:
        children = start.attribute_state.children_state(attributes, None)
        after, ends = self.tag_state(children), self._end_tags.get(start)
        if ends is None:
            # Where any name is allowed, documents may have any number of them.
            if len(self._end_tags) >= _MAX_END_TAGS:
                self._end_tags.clear()
            ends = self._end_tags[start] = _EndTags(self, start)
        if not ends_itself:
            return ends, after
        return None, ends[after.state.accepting_bits("", None)]

    def _remember(
        self, level: _TagState, template: bytes, leads: tuple[_EndTags | None, _TagState], values: ValueMatchers | None
    ) -> None:
        """Cache the transition of a tag for all identifiers, if these are only matched by themselves."""
        if values is not None:
            self._make_room()
            matcher = values[XML_ID]
            level.templates[template] = *leads, None if matcher is None or matcher.allows_plain_names else matcher

    def _make_room(self) -> None:
        self._memo_room -= 1
        if self._memo_room < 0:
            for each in self._tag_states.values():
                each.clear()
                each.templates.clear()
            self._memo_room = _MAX_TRANSITIONS


def _decode_text(source: bytes) -> str:
    """Return the characters of a text as written."""
    if b"&" not in source and b"\r" not in source:
        return source.decode()
    parts: list[str] = []
    parser = make_fragment_parser()
    parser.CharacterDataHandler = parts.append
    parser.Parse(b"<text>%s</text>" % source, True)  # noqa: FBT003
    parser.CharacterDataHandler = None
    return "".join(parts)
