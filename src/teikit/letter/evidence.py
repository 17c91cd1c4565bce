"""Evidence to words: what each feature is called when people read why a part got its label."""

from teikit.letter.model import Evidence

_KINDS = {
    "salute": "a salutation",
    "valediction": "a complimentary close",
    "postscript": "a postscript's mark",
    "addressee": "the word before an addressee",
    "reference": "a reference",
    "classification": "a classification mark",
    "memo": "a memo's label",
    "sent": "the word before a sender",
    "note": "an editor's word",
    "enclosure": "an enclosure's mark",
    "copy": "a copy's mark",
    "honorific": "a form of address",
    "institution": "an institution",
    "signed": "a signature's mark",
    "office": "an office",
    "weekday": "a weekday or time",
    "organisation": "an organisation",
    "street": "a street",
    "self": "the writer's I or we",
    "you": "the reader's you",
    "yours": "the reader's own",
    "kin": "a word for kin or friends",
}
_WHOLE = {
    "always": "how common the label is",
    "name shape": "the shape of a name",
    "initials": "initials",
    "signature mark": "a mark of signing",
    "all capitals": "all in capitals",
    "bracketed": "all in brackets",
    "labelled": "a label with a colon",
    "numbered": "a number in front",
    "year": "a year",
    "time": "a time of day",
    "digits": "digits",
    "run in": "goes on in the same line",
    "cut off": "the next part goes on in the same line",
    "date full": "a full date",
    "date partial": "a date without a year",
    "date year": "a year as date",
}


def _place(rest: str) -> str:
    if rest == "later":
        return "far from the beginning"
    number = int(rest)
    return f"number {-number} from the end" if number < 0 else f"number {number + 1} from the beginning"


def _plain(feature: str) -> str:
    if feature in _WHOLE:
        return _WHOLE[feature]
    verb, _, rest = feature.partition(" ")
    if verb in {"starts", "holds"} and rest in _KINDS:
        return f"{'starts with' if verb == 'starts' else 'holds'} {_KINDS[rest]}"
    words = {
        "label": f"a memo's label for the {rest}",
        "is": f"is {_KINDS.get(rest, rest)}",
        "starts": f"starts with {rest}",
        "ends": f"ends with {'no mark' if rest == 'other' else 'a ' + rest}",
        "length": f"{rest} words long",
        "place": _place(rest) if verb == "place" else "",
        "capitals": f"words with capitals: {rest}",
        "gap": f"blank lines above: {rest}",
        "indent": f"indentation: {rest}",
        "date": f"words beside the date: {rest.removeprefix('beside ')}",
        "long": f"long parts {rest}",
        "not": f"not long, {rest.removeprefix('long, ')}",
    }
    return words.get(verb, feature)


def in_words(evidence: Evidence) -> str:
    """Return a piece of evidence as people read it, with what it matched."""
    side, _, rest = evidence.cue.partition(" ")
    text = f"{side}: {_plain(rest)}" if side in {"above", "below"} and rest != "nothing" else _plain(evidence.cue)
    if evidence.cue in {"above nothing", "below nothing"}:
        text = "the first part" if side == "above" else "the last part"
    return f"{text} “{evidence.matched}”" if evidence.matched else text
