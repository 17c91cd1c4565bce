"""The automaton: states are tuples of patterns, transitions are computed once and cached.

A *state* is what may follow at one level of a document. It has one pattern, or several where the grammar allows the
element around it to be read in several ways: all of them are followed in parallel. A start tag leads to an
*attribute state* (the element's content with its attributes), attributes lead from there to a state for the children,
and the end tag leads back: the state after the element depends on which of the ways accept its content, a set
written as bits. So the stack contains small tables instead of patterns, and states do not multiply with depth.

Every table is bounded. Tables are filled while documents are validated, also from several threads: an entry that is
computed twice is the same both times.
"""

from collections.abc import Iterable, Sequence

from teikit.relaxng.automaton import derivatives
from teikit.relaxng.automaton.patterns import Attribute, Names, Pattern, Patterns
from teikit.relaxng.automaton.strings import SPACE, ValueMatcher
from teikit.relaxng.automaton.table import GrammarTable
from teikit.relaxng.datatypes import IdKind
from teikit.relaxng.grammar.name_classes import Name, contains
from teikit.shallow_repr import shallow_repr

MAX_TRANSITIONS = 4_096
MAX_PLANS = 2_048
MAX_ATTRIBUTES = 16_384
MAX_TEXTS = 4_096
# The matchers of attribute values by attribute name; none where any value is allowed.
ValueMatchers = dict[str, ValueMatcher | None]
# The value of `accepting` where acceptance depends on the text.
DEPENDS_ON_TEXT = -1


class State:
    """What may follow at one level.

    `starts` maps names to transitions; `text_state` is the state after text, None where text is not allowed;
    `accepting` has bit i set where pattern i accepts what was read, or is DEPENDS_ON_TEXT.
    """

    __slots__ = (
        "accepting",
        "accepting_memo",
        "automaton",
        "has_data",
        "is_mixed",
        "patterns",
        "text_state",
        "transitions",
    )

    def __init__(self, automaton: "Automaton", patterns: tuple[Pattern, ...]) -> None:
        self.automaton = automaton
        self.patterns = patterns
        self.has_data = any(each.has_data for each in patterns)
        self.accepting = DEPENDS_ON_TEXT if self.has_data else _bits(each.nullable for each in patterns)
        self.transitions: StartTagTransitions = StartTagTransitions(self)
        self.accepting_memo: dict[str, int] = {}
        self.text_state: State | None = None
        self.is_mixed = False

    def link_text_state(self) -> None:
        """Set the state after text."""
        if not self.has_data:
            self.text_state = self._compute_text_state()
            self.is_mixed = self.text_state is self

    def _compute_text_state(self) -> "State | None":
        self.automaton.patterns.begin_derivative()
        patterns = tuple(derivatives.text_deriv(self.automaton.patterns, each) for each in self.patterns)
        return self if patterns == self.patterns else self.automaton.state(patterns)

    def state_after_text(self) -> "State | None":
        """Return the state after text and before an element, also where data were allowed."""
        return self._compute_text_state() if self.has_data else self.text_state

    def accepting_bits(self, text: str, context: Names) -> int:
        """Return the bits of the patterns that accept `text`, where nothing else was read."""
        if not self.has_data:
            return self.accepting if not text.strip(SPACE) else (self.text_state.accepting if self.text_state else 0)
        known = self.accepting_memo.get(text)
        if known is not None:
            return known
        automaton = self.automaton
        verdicts = [automaton.value_matcher(each) for each in self.patterns]
        found = _bits(each.matches(text, context) for each in verdicts)
        if all(each.is_context_free for each in verdicts):
            if len(self.accepting_memo) >= MAX_TEXTS:
                self.accepting_memo.clear()
            self.accepting_memo[text] = found
        return found

    def nullable_bits(self) -> int:
        """Return the bits of the patterns that accept empty content."""
        return _bits(each.nullable for each in self.patterns)


class StartTagTransitions(dict[str, "StartTagTransition | None"]):
    """The transitions of a state by expanded name; None for a name that is not allowed."""

    __slots__ = ("_state",)

    __repr__ = shallow_repr

    def __init__(self, state: State) -> None:
        super().__init__()
        self._state = state

    def __missing__(self, name: str) -> "StartTagTransition | None":
        if len(self) >= MAX_TRANSITIONS:
            self.clear()
        made = self[name] = self._state.automaton.start_tag_transition(self._state, name)
        return made


class StartTagTransition:
    """A transition by a start tag.

    `memo` maps tuples of attributes to the state of the children, `end_tag_transitions` accepting bits to the state
    after the element.
    """

    __slots__ = ("attribute_state", "end_tag_transitions", "identifiers", "memo", "name")

    def __init__(
        self, name: str, opening: "AttributeState", returns: "EndTagTransitions", identifiers: dict[str, IdKind]
    ) -> None:
        self.name = name
        self.attribute_state = opening
        self.end_tag_transitions = returns
        self.identifiers = identifiers
        self.memo = opening.memo


class EndTagTransitions(dict[int, "State | None"]):
    """The states after an element by the bits of the readings that accept it; None where none does."""

    __slots__ = ("_automaton", "_following")

    __repr__ = shallow_repr

    def __init__(self, automaton: "Automaton", behind: Sequence[tuple[Pattern, ...]]) -> None:
        super().__init__()
        self._automaton = automaton
        # By reading of the element, then by pattern of the state before it.
        self._following = behind

    def __missing__(self, accepting: int) -> State | None:
        kept = [each for bit, each in enumerate(self._following) if accepting >> bit & 1]
        made = None
        if kept:
            choice = self._automaton.patterns.choice
            made = self._automaton.state(tuple(choice(ways) for ways in zip(*kept, strict=True)))
        if len(self) >= MAX_TRANSITIONS:
            self.clear()
        self[accepting] = made
        return made

    def recover_end_tag(self) -> State | None:
        """Return the state after the element whatever its content was."""
        return self[(1 << len(self._following)) - 1]


class AttributeState:
    """The content of an element while its attributes are read.

    `memo` maps whole tuples of attributes to states; `plans` maps tuples of names to the checks of their values.
    """

    __slots__ = (
        "_att_derivs", "_attributes", "_start_tag_close_deriv", "_without_missing", "answers", "automaton", "memo",
        "patterns", "plans",
    )  # fmt: skip

    def __init__(self, automaton: "Automaton", patterns: tuple[Pattern, ...]) -> None:
        self.automaton = automaton
        self.patterns = patterns
        self.memo: dict[tuple[str, ...], State] = {}
        self.plans: dict[tuple[str, ...], AttributePlan | None] = {}
        self._attributes: dict[str, list[Attribute]] | None = None
        self._att_derivs: dict[tuple[Attribute, ...], AttributeState | None] = {}
        self._start_tag_close_deriv: State | None = None
        self._without_missing: State | None = None
        # Names in it, for messages, by the questions that they answer.
        self.answers: dict[str, tuple[str, ...]] = {}

    def attributes_named(self, name: str) -> list[Attribute]:
        """Return the attribute patterns that an attribute of this name may match."""
        if self._attributes is None:
            self._attributes = {}
            for each in self.attributes():
                key = each.names.expanded_name if isinstance(each.names, Name) else ""
                self._attributes.setdefault(key, []).append(each)
        found = self._attributes.get(name, [])
        wild = self._attributes.get("", [])
        return [*found, *(each for each in wild if contains(each.names, name))] if wild else found

    def attributes(self) -> dict[Attribute, None]:
        """Return all attribute patterns, in the order of the schema."""
        return dict.fromkeys(each for pattern in self.patterns for each in derivatives.attributes(pattern))

    def att_deriv(self, accepted: tuple[Attribute, ...]) -> "AttributeState | None":
        """Return the attribute state after an attribute that matches these patterns; None if that is not allowed."""
        if accepted not in self._att_derivs:
            automaton = self.automaton
            automaton.patterns.begin_derivative()
            patterns = tuple(derivatives.att_deriv(automaton.patterns, each, accepted) for each in self.patterns)
            self._att_derivs[accepted] = automaton.attribute_state(patterns)
        return self._att_derivs[accepted]

    def match(self, name: str, value: str, context: Names) -> "AttributeState | None":
        """Return the attribute state after an attribute, None if it is not allowed."""
        automaton = self.automaton
        accepted = tuple(
            each for each in self.attributes_named(name) if automaton.value_matcher(each.of).matches(value, context)
        )
        return self.att_deriv(accepted) if accepted else None

    def start_tag_close_deriv(self) -> State | None:
        """Return the state of the children once the start tag ends, None if attributes are missing."""
        if self._start_tag_close_deriv is None:
            automaton = self.automaton
            automaton.patterns.begin_derivative()
            self._start_tag_close_deriv = automaton.state(
                tuple(derivatives.start_tag_close_deriv(automaton.patterns, each) for each in self.patterns)
            )
        return self._start_tag_close_deriv

    def ignore_missing_attributes(self) -> State | None:
        """Return the state of the children if all attributes count as read."""
        if self._without_missing is None:
            patterns = self.automaton.patterns
            patterns.begin_derivative()
            self._without_missing = self.automaton.state(
                tuple(derivatives.ignore_missing_attributes(patterns, each) for each in self.patterns)
            )
        return self._without_missing

    def children_state(self, attributes: Sequence[str], context: Names) -> State | None:
        """Return the state after the attributes of a start tag (names, values in turn), None if they are not valid."""
        names = tuple(attributes[::2])
        plan = self.plans.get(names)
        if plan is None and names not in self.plans:
            plan = self._make_plan(names)
        if plan is not None:
            return plan.state if plan.allows(attributes[1::2]) else None
        opening = self
        for name, value in zip(names, attributes[1::2], strict=True):
            following = opening.match(name, value, context)
            if following is None:
                return None
            opening = following
        return opening.start_tag_close_deriv()

    def value_matchers(self, names: Sequence[str]) -> ValueMatchers | None:
        """Return the matchers of the values of attributes of these names, none where any value is allowed.

        None means that values decide more than validity, or that such attributes were not validated yet.
        """
        plan = self.plans.get(tuple(names))
        return None if plan is None else {name: plan.checks.get(index) for index, name in enumerate(names)}

    def remember(self, attributes: tuple[str, ...], state: State) -> None:
        """Cache the state after these attributes; never those that identify their element, which do not repeat."""
        self.automaton.make_room()
        self.memo[attributes] = state

    def _make_plan(self, names: tuple[str, ...]) -> "AttributePlan | None":
        """Return the plan for attributes of these names, None where values decide more than validity."""
        if len(self.plans) >= MAX_PLANS:
            self.plans.clear()
        self.plans[names] = None
        checks: list[ValueMatcher | None] = []
        opening = self
        for name in names:
            taking = opening.attributes_named(name)
            kinds = {each.of for each in taking}
            following = opening.att_deriv(tuple(taking)) if len(kinds) == 1 else None
            if following is None:
                return None
            opening = following
            verdicts = self.automaton.value_matcher(kinds.pop())
            if not verdicts.is_context_free:
                return None
            checks.append(None if verdicts.pattern is self.automaton.patterns.TEXT else verdicts)
        state = opening.start_tag_close_deriv()
        if state is not None:
            self.plans[names] = AttributePlan(tuple(checks), state)
        return self.plans[names]


class AttributePlan:
    """The checks of the values of attributes of given names, and the state that they lead to."""

    __slots__ = ("_checks", "checks", "state")

    def __init__(self, checks: tuple[ValueMatcher | None, ...], state: State) -> None:
        self.checks = {index: each for index, each in enumerate(checks) if each is not None}
        self._checks = tuple(self.checks.items())
        self.state = state

    def allows(self, values: Sequence[str]) -> bool:
        """Return whether the values are valid."""
        for index, verdicts in self._checks:  # noqa: SIM110  a loop is faster here
            if not verdicts[values[index]]:
                return False
        return True


class Automaton:
    """The states of a grammar, as far as they were needed by documents."""

    def __init__(self, table: GrammarTable) -> None:
        self.table = table
        self.patterns = Patterns(table)
        self._states: dict[tuple[Pattern, ...], State] = {}
        self._attribute_states: dict[tuple[Pattern, ...], AttributeState] = {}
        self._value_matchers: dict[Pattern, ValueMatcher] = {}
        self._room = MAX_ATTRIBUTES
        start = self.state((self.patterns.start,))
        self.initial = start if start is not None else self._dead_state()

    @property
    def size(self) -> tuple[int, int, int]:
        """The number of states, attribute states and transitions."""
        return (
            len(self._states),
            len(self._attribute_states),
            sum(len(each.transitions) for each in self._states.values()),
        )

    def state(self, patterns: tuple[Pattern, ...]) -> State | None:
        """Return the state of these patterns, None where none of them allows anything."""
        known = self._states.get(patterns)
        if known is None:
            if all(each is self.patterns.NOT_ALLOWED for each in patterns):
                return None
            known = self._states[patterns] = State(self, patterns)
            # Text may lead back to this state, so this is done when the state is registered.
            known.link_text_state()
        return known

    def attribute_state(self, patterns: tuple[Pattern, ...]) -> AttributeState | None:
        """Return the attribute state of these patterns, None where none of them allows anything."""
        known = self._attribute_states.get(patterns)
        if known is None:
            if all(each is self.patterns.NOT_ALLOWED for each in patterns):
                return None
            known = self._attribute_states[patterns] = AttributeState(self, patterns)
        return known

    def value_matcher(self, pattern: Pattern) -> ValueMatcher:
        """Return the matcher of strings for a pattern."""
        known = self._value_matchers.get(pattern)
        if known is None:
            known = self._value_matchers[pattern] = ValueMatcher(self.patterns, pattern)
        return known

    def start_tag_transition(self, state: State, name: str, *, skipping: bool = False) -> StartTagTransition | None:
        """Compute the transition of a state by a start tag."""
        patterns = self.patterns
        patterns.begin_derivative()
        ways: dict[Pattern, list[list[Pattern]]] = {}
        for index, each in enumerate(state.patterns):
            for element, rest in derivatives.start_tag_open_deriv(patterns, each, name, skipping=skipping):
                behind = ways.setdefault(patterns.content(element), [[] for _ in state.patterns])
                behind[index].append(rest)
        behind_each = [tuple(patterns.choice(rests) for rests in behind) for behind in ways.values()]
        return self._make_transition(name, tuple(ways), behind_each)

    def transition_as_if_allowed(self, state: State, name: str) -> StartTagTransition | None:
        """Return a transition into any element of this name, as if it were allowed, and back to the same state."""
        patterns = self.patterns
        contents = tuple(dict.fromkeys(patterns.content(each) for each in patterns.elements_named(name)))
        return self._make_transition(name, contents, [state.patterns] * len(contents))

    def _make_transition(
        self, name: str, contents: tuple[Pattern, ...], behind: Sequence[tuple[Pattern, ...]]
    ) -> StartTagTransition | None:
        opening = self.attribute_state(contents) if contents else None
        if opening is None:
            return None
        return StartTagTransition(name, opening, EndTagTransitions(self, behind), self.table.identifiers.get(name, {}))

    def make_room(self) -> None:
        """Clear the cached attributes when there are too many."""
        self._room -= 1
        if self._room < 0:
            for each in self._attribute_states.values():
                each.memo.clear()
            self._room = MAX_ATTRIBUTES

    def _dead_state(self) -> State:
        return State(self, (self.patterns.NOT_ALLOWED,))


def _bits(verdicts: Iterable[bool]) -> int:
    found = 0
    for bit, verdict in enumerate(verdicts):
        if verdict:
            found |= 1 << bit
    return found
