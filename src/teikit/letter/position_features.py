"""Adds the features of a unit's position: what is around it, and where in the letter it is."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, groupby

from teikit.letter.cues import is_cue
from teikit.letter.dates import find_date
from teikit.letter.layout import usual_gap
from teikit.letter.model import Unit
from teikit.letter.shapes import is_capitalised
from teikit.letter.titles import salutation_name, split_title

# A unit of so many words is a paragraph unless something else shows.
LONG_UNIT = 16
_MOST_LABELS = 10
WORD_EDGE_MARKS = ".,;:!?()[]“”„«»\"'’"
# Features that are shared with the neighbours.
_SHARED = {"starts salute", "starts valediction", "holds valediction", "signature mark", "starts postscript"}
_SHARED |= {"holds note", "holds self", "holds office", "ends comma", "ends full stop", "ends with a number"}
_SHARED |= {"length 1", "length 2", "length 3-4", "all capitals", "number alone", "labelled", "names one to another"}
_SHARED |= {"date partial", "date goes on below", "date goes on from above", "shares a name with the salutation"}
# Features that are shared with the second neighbours too.
_SHARED_WITH_SECOND = {"short, starts salute", "short, starts valediction", "starts yours", "name shape", "date full"}
_SHARED_WITH_SECOND |= {"length 31-80", "length 81+"}
_SHARED |= {"starts lower case", "ends colon", "ends exclamation mark", "closing words alone", "salutation words alone"}
_SHARED |= {"closing words and names", "salutation words and names", "only place and date", "ends and so on"}
_SHARED |= _SHARED_WITH_SECOND


@dataclass(slots=True)
class FeatureVector:
    """The features of a unit, and for those that matched words: which, and at which offset of the unit's text."""

    features: list[str] = field(default_factory=list)
    matches: dict[str, tuple[str, int]] = field(default_factory=dict)

    def add(self, feature: str, match: re.Match[str] | None = None, group: str | int = 0) -> None:
        """Add a feature, and the words that it matched."""
        self.features.append(feature)
        if match is not None:
            self.matches[feature] = (match[group], match.start(group))


def _add_order(seen: FeatureVector, index: int, count: int) -> None:
    seen.add(f"place {index}" if index < 5 else "place later")
    if count - index <= 4:
        seen.add(f"place -{count - index}")


def _last_word_kind(text: str) -> str:
    """Return the kind of words before a cut."""
    last = text.rsplit(maxsplit=1)[-1]
    if last[-1] in ",.:;!—–-":
        return "a mark"
    bare = last.strip(WORD_EDGE_MARKS)
    kinds = ("yours", "valediction", "kin", "you", "salute")
    return next((f"a cue: {kind}" for kind in kinds if is_cue(kind, bare)), "other words")


def _add_cuts(own: Sequence[FeatureVector], units: Sequence[Unit]) -> None:
    """Add whether units are pieces of one line, what they were cut after, and how long the whole line is."""
    for one, two, upper, lower in zip(own, own[1:], units, units[1:], strict=False):
        if not lower.is_run_in:
            continue
        kind = _last_word_kind(upper.text)
        whole = len(upper.text.split()) + len(lower.text.split())
        size = "short" if whole < 8 else "middle" if whole < LONG_UNIT else "long"
        for seen, side in ((one, "cut off"), (two, "run in")):
            seen.add(side)
            seen.add(f"{side}, behind {kind}")
            seen.add(f"{side}, whole {size}")


def _add_spacing(seen: FeatureVector, unit: Unit, usual: int) -> None:
    indent = unit.lines[0].indent
    seen.add(f"indent {'none' if not indent else 'small' if indent < 4 else 'middle' if indent < 16 else 'wide'}")
    seen.add(f"gap {min(unit.gap, 3)} {'more' if unit.gap > usual else 'less' if unit.gap < usual else 'usual'}")


def _add_long_counts(seen: FeatureVector, *, own: bool, before: int, after: int) -> None:
    """Add how many long units come before and after: the body of a letter is between its short lines."""
    seen.add(f"long before {min(before, 2)}")
    seen.add(f"long after {min(after, 2)}")
    seen.add(f"{'long' if own else 'not long'}, long before {min(before, 1)}, after {min(after, 1)}")


def _add_side_of(seen: FeatureVector, index: int, name: str, there: int) -> None:
    """Add where a unit is relative to the salutation or the close; the index is -1 where the letter has none."""
    if there < 0:
        seen.add(f"no {name}")
    else:
        seen.add(f"{'at' if index == there else 'above' if index < there else 'below'} the {name}")


def _add_distances(seen: FeatureVector, index: int, close: int, first: int, last: int) -> None:
    """Add how far a unit is below the close, above the first long unit, and below the last."""
    if -1 < close < index:
        seen.add(f"below the close {min(index - close, 4)}")
    if index > last:
        seen.add(f"below the last long {min(index - last, 4)}")
    if index < first:
        seen.add(f"above the first long {min(first - index, 4)}")


def _close_index(own: Sequence[FeatureVector], first: int) -> int:
    """Return the index of the likely close: the last short unit below the first long one that begins like one."""
    cues = {"short, starts valediction", "short, starts yours"}
    return next((index for index in range(len(own) - 1, first, -1) if cues.intersection(own[index].features)), -1)


def _add_split_dates(own: Sequence[FeatureVector], units: Sequence[Unit]) -> None:
    """Note dates that begin on one line and end on the next."""
    for one, two, upper, lower in zip(own, own[1:], units, units[1:], strict=False):
        start, rest = upper.text[-40:], lower.text[:40]
        if len(lower.text.split()) >= LONG_UNIT or not any(map(str.isdigit, start + rest)):
            continue
        found = find_date(f"{start} {rest}")
        if not found or not found.start < len(start) < found.end - 1:
            continue
        alone = find_date(start)
        if not alone or alone.when != found.when:
            one.add("date goes on below")
            two.add("date goes on from above")


def _is_name_line(seen: FeatureVector) -> bool:
    has = set(seen.features)
    return "name shape" in has and not has & {"digits", "holds street", "starts addressee", "starts honorific"}


def _add_name_runs(own: Sequence[FeatureVector]) -> None:
    """Note lines of names in a row: several people sign one below the other."""
    for is_name, run in groupby(own, key=_is_name_line):
        lines = list(run)
        if is_name and len(lines) > 1:
            for index, seen in enumerate(lines):
                seen.add(f"names in a row {min(len(lines), 3)}")
                seen.add(f"names in a row, {'first' if not index else 'further'}")


def _capitalised_words(text: str) -> set[str]:
    bare = (word.strip(WORD_EDGE_MARKS) for word in text.split())
    return {word.lower() for word in bare if len(word) > 2 and is_capitalised(word)}


def _labelled_names(own: Sequence[FeatureVector], texts: Sequence[str]) -> Iterator[tuple[str, int, set[str]]]:
    """Yield the names after the labels "To:" and "From:" of a memorandum or an e-mail, with the index of the line."""
    for index, seen in enumerate(own[:_MOST_LABELS]):
        for feature, name in (("label addressee", "labelled addressee"), ("label sender", "labelled sender")):
            if feature in seen.features:
                yield name, index, _capitalised_words(texts[index].partition(":")[2])


def _add_shared_names(own: Sequence[FeatureVector], units: Sequence[Unit], salute: int) -> None:
    """Add which short units share a name with the salutation, the title, or the labels of a memorandum."""
    texts = [unit.text for unit in units]
    title = next((index for index, seen in enumerate(own[:4]) if "names one to another" in seen.features), -1)
    halves = split_title(texts[title]) if title >= 0 else None
    known = (
        ("salutation", salute, _capitalised_words(salutation_name(texts[salute])) if salute >= 0 else set()),
        ("title's sender", title, _capitalised_words(halves[0]) if halves else set()),
        ("title's recipient", title, _capitalised_words(halves[1]) if halves else set()),
        *_labelled_names(own, texts),
    )
    for index, text in enumerate(texts):
        words = _capitalised_words(text) if len(text.split()) < LONG_UNIT else set()
        for name, there, names in known:
            if index != there and names & words:
                own[index].add(f"shares a name with the {name}")


def _add_neighbour_features(own: Sequence[FeatureVector]) -> None:
    """Add the features of the units above and below, and some of those two units away."""
    shared = [[feature for feature in seen.features if feature in _SHARED] for seen in own]
    far = [[feature for feature in features if feature in _SHARED_WITH_SECOND] for features in shared]
    nothing = ["nothing"]
    for index, seen in enumerate(own):
        for side, step in (("above", -1), ("below", 1)):
            near, second = index + step, index + 2 * step
            seen.features += [f"{side} {each}" for each in (shared[near] if 0 <= near < len(own) else nothing)]
            seen.features += [f"second {side} {each}" for each in (far[second] if 0 <= second < len(own) else nothing)]


def add_position_features(units: Sequence[Unit], own: Sequence[FeatureVector]) -> None:
    """Add features of position to the features that each unit has by itself."""
    longs = [len(unit.text.split()) >= LONG_UNIT for unit in units]
    so_far = list(accumulate(longs, initial=0))
    usual = usual_gap(units)
    long = [index for index, one in enumerate(longs) if one] or [len(units)]
    # The likely salutation is the first short unit that begins like one.
    salute = next((index for index, seen in enumerate(own[:16]) if "short, starts salute" in seen.features), -1)
    close = _close_index(own, long[0] if any(longs) else -1)
    _add_cuts(own, units)
    _add_split_dates(own, units)
    _add_name_runs(own)
    _add_shared_names(own, units, salute)
    for index, seen in enumerate(own):
        _add_order(seen, index, len(units))
        _add_spacing(seen, units[index], usual)
        _add_long_counts(seen, own=longs[index], before=so_far[index], after=so_far[-1] - so_far[index + 1])
        _add_side_of(seen, index, "salutation", salute)
        _add_side_of(seen, index, "close", close)
        _add_distances(seen, index, close, long[0], long[-1])
    _add_neighbour_features(own)
