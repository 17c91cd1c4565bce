"""Labels the units of a letter: scores their features, finds the best path of labels, and keeps the evidence.

The weights in `weights.json` are fitted by `bench/fit_recogniser.py` to letters with known parts; they belong to
features (shapes, places, kinds of cue words), never to words.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from teikit.conventions import NONE, Profile, apply_marks, merge_page_marks, with_page_marks
from teikit.errors import UnsupportedError
from teikit.letter.calibration import Curve, calibrate, shipped_curve
from teikit.letter.certain_units import states_of_form, states_of_units
from teikit.letter.collection import NO_HABITS, Habit, Habits, Survey, list_forms, survey
from teikit.letter.constraints import Chain, constrain
from teikit.letter.crf import NEVER, STATES, Scores, Transitions, best_path, may_follow, posteriors, spacing_above
from teikit.letter.cues import find_cue, using_languages
from teikit.letter.edition_parts import split_edition_parts
from teikit.letter.features import extract_features
from teikit.letter.fixed import NOTHING_FIXED, FixedParts
from teikit.letter.fixed_units import FixedSource, decided_evidence
from teikit.letter.forms import State, join_values
from teikit.letter.language import UNKNOWN, LanguageGuess, detect_language, likely_languages
from teikit.letter.layout import split_units
from teikit.letter.merging import merge_parts
from teikit.letter.model import Evidence, Label, Letter, LetterPhase, Part, Unit
from teikit.letter.phrases import list_phrases
from teikit.letter.position_features import FeatureVector
from teikit.letter.project import WEIGHTS, ProjectModel
from teikit.letter.quoted import split_quoted_message
from teikit.letter.sessions import settle_sessions
from teikit.letter.telegrams import LANGUAGE_OF_FORM, is_telegram, mark_stamps, telegram_language
from teikit.letter.titles import split_title
from teikit.letter.unmet import find_unmet
from teikit.text import Line
from teikit.text.printed_pages import separate_pages
from teikit.text.runs import HEADING, ITEM, PAGE_FOOTER, PAGE_HEADER

_MOST_EVIDENCE = 5
_MOST_UNITS = 50_000
_LEAST_CHANCE = 1e-3
# Styles that name a label, with their weight in nats: one that the user gave outweighs all features
# of a unit together; one of a format, which also has lists of footnotes and page headings, outweighs some of them.
_STYLES = {
    **{f"tei {label}": (label, 40.0) for label in Label},
    "tei opener salute": (Label.SALUTE, 40.0),
    "tei closer salute": (Label.VALEDICTION, 40.0),
    "tei addrline": (Label.ADDRESS, 40.0),
    HEADING: (Label.HEAD, 5.0),
    ITEM: (Label.PARAGRAPH, 5.0),
    PAGE_HEADER: (Label.LETTERHEAD, 5.0),
    PAGE_FOOTER: (Label.NOTE, 5.0),
}
PARAGRAPH = STATES.index((Label.PARAGRAPH, LetterPhase.BODY))
_ADDRESS = STATES.index((Label.ADDRESS, LetterPhase.OPENER))


@dataclass(frozen=True, slots=True)
class CrfModel:
    """Weights: a row of scores (one per state) for each feature, and the transitions between states.

    `calibration` maps the probability of a label to how often such labels are right. With `has_phrases` some features
    are phrases of a project.
    """

    emissions: dict[str, Sequence[float]]
    transitions: Transitions
    calibration: Curve = ()
    has_phrases: bool = False

    def score(self, seen: FeatureVector) -> list[float]:
        """Return the score of each state for a unit."""
        rows = [row for feature in seen.features if (row := self.emissions.get(feature)) is not None]
        return [sum(column) for column in zip([0.0] * len(STATES), *rows, strict=True)]


def lawful_transitions(matrices: Iterable[Scores]) -> Transitions:
    """Return the transitions of matrices, a matrix per spacing, without those that go back to an earlier phase."""
    return Transitions(
        [
            [
                [weight if may_follow(one, to) else NEVER for to, weight in enumerate(row)]
                for one, row in enumerate(matrix)
            ]
            for matrix in matrices
        ]
    )


@cache
def shipped_weights() -> tuple[dict[str, Sequence[float]], Sequence[Scores]]:
    """Return the weights that ship with teikit: a row for each feature, and the matrices of transitions."""
    data = json.loads(files(__package__).joinpath(WEIGHTS).read_text(encoding="utf-8"))
    return data["emissions"], data["transitions"]


@cache
def shipped_model() -> CrfModel:
    """Return the model that ships with teikit."""
    emissions, transitions = shipped_weights()
    return CrfModel(emissions, lawful_transitions(transitions), shipped_curve())


def model_of(project: ProjectModel) -> CrfModel:
    """Return the model that ships with what a project learnt added to it."""
    emissions, transitions = shipped_weights()
    return CrfModel(
        project.add_emissions(emissions),
        lawful_transitions(project.add_transitions(transitions)),
        shipped_curve(),
        has_phrases=True,
    )


def _feature_weights(seen: FeatureVector, state: int, model: CrfModel) -> dict[str, float]:
    """Return the weight of each feature for a state, relative to the mean of the others; a cue counts once."""
    weights: dict[str, float] = defaultdict(float)
    for feature in seen.features:
        if (row := model.emissions.get(feature)) is not None:
            weights[feature.removeprefix("short, ")] += row[state] - (sum(row) - row[state]) / (len(row) - 1)
    return weights


def _evidence(unit: Unit, seen: FeatureVector, state: int, model: CrfModel) -> tuple[Evidence, ...]:
    weights = _feature_weights(seen, state, model)
    strongest = [feature for _, feature in sorted((-abs(weight), name) for name, weight in weights.items())]
    matches = [(feature, *seen.matches.get(feature, ("", 0))) for feature in strongest[:_MOST_EVIDENCE]]
    return tuple(
        Evidence(feature, weights[feature], matched, *unit.locate(offset)) for feature, matched, offset in matches
    )


def _apply_style(unit: Unit, scores: list[float]) -> list[float]:
    """Return scores adjusted to the style that the source gives a unit, where that names a label."""
    label, weight = _STYLES.get(unit.lines[0].style.lower().replace("_", " "), (None, 0.0))
    if label is None or any(line.style != unit.lines[0].style for line in unit.lines):
        return scores
    return [score if name is label else score - weight for score, (name, _) in zip(scores, STATES, strict=True)]


def score_unit(unit: Unit, seen: FeatureVector, model: CrfModel) -> list[float]:
    """Return the score of each state for a unit, by its features and by the style that the source gives it."""
    return _apply_style(unit, model.score(seen))


def force_state(only: int) -> list[float]:
    """Return scores that allow a single state."""
    return [0.0 if state == only else NEVER for state in range(len(STATES))]


def recognise(  # noqa: PLR0913  what a letter is read by
    lines: Sequence[Line],
    language: str | None = None,
    model: CrfModel | None = None,
    *,
    conventions: Profile = NONE,
    join_hyphens: bool = False,
    habits: Habits = NO_HABITS,
    fixed: FixedParts = NOTHING_FIXED,
) -> Letter:
    """Return the letter in lines, which are all lines of the source; at least one is not blank.

    `language` is a BCP 47 tag, detected from the words where it is not given; `model` are the weights, those that ship
    with teikit where they are not given. `conventions` are the marks of the transcriber, which are not the author's
    words. With `join_hyphens` words that were hyphenated at line ends are joined, with `lb` at the line end. `habits`
    are those of the collection that the letter is of. `fixed` is what an editor decided; the rest is recognised around
    it, and what could not be followed is `unmet` in the letter. Raises UnsupportedError if there are more than 50,000
    units, which is no letter.
    """
    source = FixedSource(lines, fixed)
    before, own, after = split_edition_parts(source.free_lines(lines))
    languages = (language,) if language else likely_languages("\n".join(line.text for line in own))
    if not language and (stated := telegram_language(own)):
        languages = (stated, *languages)
    with using_languages(*languages):
        units, others = split_source(own, conventions, join_hyphens=join_hyphens, source=source)
        letter = _recognise_units(units, language, model or shipped_model(), habits)
        parts = source.mark_parts(before, letter.parts, (*others, *after))
        return replace(letter, parts=parts, unmet=find_unmet(source, parts))


def survey_lines(
    lines: Sequence[Line],
    language: str | None = None,
    model: CrfModel | None = None,
    *,
    conventions: Profile = NONE,
    join_hyphens: bool = False,
) -> Survey:
    """Return how likely each label is for the forms in a letter, for the habits of its collection.

    Arguments and errors are those of `recognise`.
    """
    _, own, _ = split_edition_parts(lines)
    languages = (language,) if language else likely_languages("\n".join(line.text for line in own))
    with using_languages(*languages):
        units, others = split_source(own, conventions, join_hyphens=join_hyphens)
        labelled = _label(units, model or shipped_model(), NO_HABITS)
        labels = [STATES[state][0] for state, _ in labelled.chosen]
        return survey(units, labels, [_label_chances(chance) for chance in labelled.chances], others)


def _label_chances(chances: Sequence[float]) -> dict[Label, float]:
    """Return the chance of each label, of all phases together; what is next to nothing is left out."""
    sums: dict[Label, float] = defaultdict(float)
    for (label, _), chance in zip(STATES, chances, strict=True):
        sums[label] += chance
    return {label: chance for label, chance in sums.items() if chance >= _LEAST_CHANCE}


def split_source(
    lines: Sequence[Line],
    conventions: Profile = NONE,
    *,
    join_hyphens: bool = False,
    source: FixedSource | None = None,
) -> tuple[Sequence[Unit], tuple[Part, ...]]:
    """Return the units of a letter, and the parts below it that are certain: footnotes, a message that it quotes."""
    source = source or FixedSource(lines, NOTHING_FIXED)
    conventions = with_page_marks(lines, conventions)
    pages = separate_pages(merge_page_marks(lines, conventions), source.own)
    whole = split_units(pages.lines, conventions, join_hyphens=join_hyphens)
    units, quoted = split_quoted_message(source.fix_units(whole, lines[0]))
    notes = (Unit(apply_marks(paragraph, conventions)) for paragraph in pages.notes)
    below = tuple(Part(unit, Label.NOTE, LetterPhase.AFTER, 1.0) for unit in notes)
    return join_values(units), quoted + below


def _is_addressed_heading(unit: Unit, state: int) -> bool:
    """Return whether a unit is a heading that only says whom the letter is for: "TO THE BOARD"."""
    is_heading = STATES[state][0] is Label.HEAD
    return is_heading and find_cue("addressee", unit.text, at_start=True) is not None and split_title(unit.text) is None


def _extend_addresses(
    found: Sequence[Unit],
    path: Sequence[int],
    chances: Sequence[Sequence[float]],
    habits: Sequence[Habit | None],
) -> list[tuple[int, float]]:
    """Return the state of each unit with its chance, where a heading "TO THE BOARD" above an address is part of it.

    Only where such a line is alone do editors mark it up as a heading, or where it is one in their other letters.
    """
    chosen = [(state, chance[state]) for state, chance in zip(path, chances, strict=True)]
    for index in range(len(found) - 2, -1, -1):
        state, chance = chosen[index]
        habit = habits[index]
        if habit is not None and habit.label is Label.HEAD:
            continue
        is_decided = found[index].decided_label is not None
        if not is_decided and chosen[index + 1][0] == _ADDRESS and _is_addressed_heading(found[index], state):
            chosen[index] = _ADDRESS, chance + chances[index][_ADDRESS]
    return chosen


@dataclass(frozen=True, slots=True)
class _Labelled:
    """Units with what they are labelled by: features, habits, the state of each with its chance, all chances."""

    seen: Sequence[FeatureVector]
    habits: Sequence[Habit | None]
    chosen: Sequence[tuple[int, float]]
    chances: Sequence[Sequence[float]]


def _apply_habit(scores: list[float], habit: Habit | None) -> list[float]:
    """Return scores with the weight of a habit added to those of its label."""
    if habit is None:
        return scores
    return [
        score + habit.weight if label is habit.label else score
        for score, (label, _) in zip(scores, STATES, strict=True)
    ]


def _find_habits(found: Sequence[Unit], habits: Habits, certain: Collection[int]) -> list[Habit | None]:
    """Return the habit of each unit that is not certain, None where it has none."""
    if not habits.by_form:
        return [None] * len(found)
    all_forms = enumerate(list_forms(found))
    return [None if index in certain else habits.find(forms) for index, forms in all_forms]


def features_of(found: Sequence[Unit], model: CrfModel) -> list[FeatureVector]:
    """Return the features of each unit, with its phrases if a project's model knows some."""
    seen = extract_features(found)
    if model.has_phrases:
        for one, phrases in zip(seen, list_phrases(found), strict=True):
            one.features += phrases
    return seen


def _undecided(states: Mapping[int, State], found: Sequence[Unit]) -> dict[int, State]:
    """Return the states of units for which no other label is decided."""
    return {index: state for index, state in states.items() if found[index].decided_label in {None, state[0]}}


def _label(found: Sequence[Unit], model: CrfModel, habits: Habits) -> _Labelled:
    """Return the units labelled: the best path, and how likely each state is."""
    if len(found) > _MOST_UNITS:
        count = f"{len(found):,} lines and paragraphs"
        raise UnsupportedError(f"has {count}, more than a letter may have ({_MOST_UNITS:,})")
    seen = features_of(found, model)
    states = _undecided(states_of_units(found), found)
    certain = {index: STATES.index(state) for index, state in states.items()}
    known = _find_habits(found, habits, certain)
    emissions = [
        force_state(certain[index]) if index in certain else _apply_habit(score_unit(unit, one, model), habit)
        for index, (unit, one, habit) in enumerate(zip(found, seen, known, strict=True))
    ]
    spacings: list[int] = [spacing_above(unit) for unit in found]
    chain = constrain(Chain(emissions, model.transitions, spacings), found, certain)
    path = best_path(chain.emissions, chain.transitions, chain.spacings)
    if PARAGRAPH not in path and any(unit.decided_label is None for unit in found):
        # A letter has at least one paragraph (TEI: div), so the longest unit becomes one.
        longest = max(range(len(found)), key=lambda index: (found[index].decided_label is None, len(found[index].text)))
        emissions[longest], certain[longest] = force_state(PARAGRAPH), PARAGRAPH
        chain = constrain(Chain(emissions, model.transitions, spacings), found, certain)
        path = best_path(chain.emissions, chain.transitions, chain.spacings)
        if path[longest] != PARAGRAPH:
            # A form below it is certain, so the letter begins again there.
            chain = constrain(Chain(emissions, model.transitions, spacings), found, certain, is_forced=True)
            path = best_path(chain.emissions, chain.transitions, chain.spacings)
    chances = posteriors(chain.emissions, chain.transitions, chain.spacings)
    return _Labelled(seen, known, _extend_addresses(found, path, chances, known), chances)


def _recognise_units(found: Sequence[Unit], language: str | None, model: CrfModel, habits: Habits) -> Letter:
    stated = telegram_language([unit.lines[0] for unit in found])
    if is_telegram(found):
        found = mark_stamps(found, _undecided(states_of_form(found), found))
    labelled = _label(found, model, habits)
    parts = []
    for unit, seen, habit, (state, chance) in zip(found, labelled.seen, labelled.habits, labelled.chosen, strict=True):
        label, phase = STATES[state]
        if unit.decided_label:
            evidence = decided_evidence(unit), *_evidence(unit, seen, state, model)
            parts.append(Part(unit, unit.decided_label, phase, 1.0, evidence))
            continue
        evidence = _evidence(unit, seen, state, model)
        if habit is not None:
            line, column = unit.locate(0)
            weight = habit.weight if habit.label is label else -habit.weight
            evidence = (Evidence(habits.describe(habit), weight, "", line, column), *evidence)
        parts.append(Part(unit, label, phase, calibrate(chance, model.calibration), evidence))
    body = " ".join(part.unit.text for part in parts if part.phase is LetterPhase.BODY)
    guess = LanguageGuess(language, 1.0) if language else detect_language(body or " ".join(unit.text for unit in found))
    if guess.tag == UNKNOWN and stated:
        guess = LanguageGuess(stated, LANGUAGE_OF_FORM)
    return Letter(merge_parts(settle_sessions(parts)), guess.tag, guess.confidence)
