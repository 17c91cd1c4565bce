"""Says in words what was learnt: which forms of a project are parts that the weights that ship take for others."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from teikit.learning.fitting import Example
from teikit.letter.crf import STATES, best_path
from teikit.letter.model import Label
from teikit.letter.phrases import describe_phrase
from teikit.letter.project import Observation
from teikit.letter.recogniser import CrfModel
from teikit.messages import escape_control, pluralize

# A form is observed if so many letters have it, and so large a share of them as one label.
_FEWEST_LETTERS, _CLEAR = 2, 0.75
_MOST = 12
_KINDS = ("line", "mark", "first two", "first", "last", "word", "shape")
_ARTICLES = {Label.ADDRESS: "an address", Label.PARAGRAPH: "a paragraph", Label.SIGNED: "a signature"}


def observe(examples: Sequence[Example], shipped: CrfModel) -> list[Observation]:
    """Return what the letters show that the weights that ship do not know: forms first, then labels."""
    paths = [best_path(one.scores, shipped.transitions, list(one.spacings)) for one in examples]
    return [*_forms(examples, paths), *_labels(examples, paths)]


def _forms(examples: Sequence[Example], paths: Sequence[Sequence[int]]) -> Iterator[Observation]:
    """Yield the phrases and shapes of parts that would be wrong, each part once by its most telling form."""
    places: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, one in enumerate(examples):
        for index, features in enumerate(one.features):
            for feature in features:
                if _kind(feature) in _KINDS:
                    places[feature].append((number, index))
    found = [each for feature, where in places.items() if (each := _form(feature, where, examples, paths))]
    found.sort(key=lambda each: (-len(each[1]), _KINDS.index(_kind(each[0])), each[0]))
    described: set[tuple[int, int]] = set()
    count = 0
    for _, wrong, observation in found:
        if count < _MOST and not wrong <= described:
            described |= wrong
            count += 1
            yield observation


def _kind(feature: str) -> str:
    return feature.partition(": ")[0].removeprefix("project ") if describe_phrase(feature) else ""


def _form(
    feature: str, places: Sequence[tuple[int, int]], examples: Sequence[Example], paths: Sequence[Sequence[int]]
) -> tuple[str, set[tuple[int, int]], Observation] | None:
    """Return a form with the parts of it that would be wrong, None where it is no habit or none would be."""
    labels = {(number, index): _label(examples[number].path[index]) for number, index in places}
    label = _most(labels.values())
    alike = [place for place, own in labels.items() if own is label]
    before = {place: _label(paths[place[0]][place[1]]) for place in alike}
    wrong = {place for place, own in before.items() if own is not label}
    letters, of = len({number for number, _ in alike}), len({number for number, _ in places})
    if letters < max(_FEWEST_LETTERS, _CLEAR * of) or len(wrong) < _FEWEST_LETTERS:
        return None
    words = (describe_phrase(feature) or "").removesuffix(" in this project")
    return feature, wrong, Observation(words, letters, of, label, _most(before[place] for place in wrong))


def _labels(examples: Sequence[Example], paths: Sequence[Sequence[int]]) -> Iterator[Observation]:
    """Yield how many letters have parts of a label that would have another, the most frequent first."""
    counts: Counter[tuple[Label, Label]] = Counter()
    for one, path in zip(examples, paths, strict=True):
        pairs = {(_label(own), _label(before)) for own, before in zip(one.path, path, strict=True)}
        counts.update(pair for pair in pairs if pair[0] is not pair[1])
    for (label, before), letters in sorted(counts.items(), key=lambda each: (-each[1], each[0])):
        yield Observation("", letters, len(examples), label, before)


def _label(state: int) -> Label:
    return STATES[state][0]


def _most(labels: Iterable[Label]) -> Label:
    return max(sorted(Counter(labels).items()), key=lambda pair: pair[1])[0]


def sentences(observations: Iterable[Observation]) -> list[str]:
    """Return observations in words, one sentence each."""
    return [_sentence(each) for each in observations]


def _sentence(seen: Observation) -> str:
    where = f"in {seen.letters:,} of {pluralize(seen.of, 'letter')}"
    label = _ARTICLES.get(Label(seen.label), f"a {seen.label}")
    what = escape_control(seen.words) if seen.words else "a part"
    verb = f"means {label}" if seen.words else f"is {label}"
    return f"{where} {what} {verb} (before: {seen.shipped})"
