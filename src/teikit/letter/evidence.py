"""Describes features in words, to explain why a part got its label."""

import re
from collections.abc import Callable

from teikit.letter.model import Evidence
from teikit.letter.phrases import describe_phrase

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
    "unit": "a ship or a unit of troops",
    "received": "the word for receipt",
}
_WORDS = {
    "always": "how common the label is",
    "name shape": "the shape of a name",
    "initials": "initials",
    "signature mark": "a mark of signing",
    "all capitals": "all in capitals",
    "mostly capitals": "mostly in capitals",
    "bracketed": "all in brackets",
    "labelled": "a label with a colon",
    "numbered": "a number in front",
    "number alone": "a number alone",
    "year": "a year",
    "time": "a time of day",
    "digits": "digits",
    "run in": "goes on in the same line",
    "cut off": "the next part goes on in the same line",
    "date full": "a full date",
    "date partial": "a date without a year",
    "date year": "a year as date",
    "date goes on below": "a date that ends on the next line",
    "date goes on from above": "a date that began on the line above",
    "holds a month": "a month",
    "ends with a number": "a number at the end",
    "starts with a number before a capital": "a number before a capital",
    "starts with a quotation mark": "a quotation mark in front",
    "names one to another": "names one person to another",
    "only place and date": "a place and a date alone",
    "ends and so on": "ends with “&c.” or the like",
    "names in a row 2": "two lines of names",
    "names in a row 3": "three or more lines of names",
    "names in a row, first": "the first of several lines of names",
    "names in a row, further": "not the first of several lines of names",
    "no salutation": "there is no salutation",
    "no close": "there is no complimentary close",
    "above nothing": "the first part",
    "below nothing": "the last part",
    "second above nothing": "at most one part above",
    "second below nothing": "at most one part below",
}


def _describe_position(rest: str) -> str:
    if rest == "later":
        return "far from the beginning"
    number = int(rest)
    return f"number {-number} from the end" if number < 0 else f"number {number + 1} from the beginning"


def _describe_relative_position(feature: str) -> str | None:
    """Return the words for a place beside the salutation, the close or the long parts."""
    match = re.fullmatch(r"(at|above|below) the (salutation|close|first long|last long)( \d)?", feature)
    if match is None:
        return None
    side, what, number = match.groups()
    of = {"salutation": "salutation", "close": "complimentary close"}.get(what, f"{what} part")
    return f"{number.strip() + ' ' if number else ''}{side} the {of}"


def _describe_cut(rest: str) -> str:
    """Return the words for what a line was cut after, and how long it is."""
    what, _, more = rest.partition(" ")
    if what == "behind":
        return f"cut behind {_KINDS[more.removeprefix('a cue: ')] if ':' in more else more}"
    return f"in a {'long' if more == 'long' else 'short' if more == 'short' else 'middling'} line"


def _describe_formula(formula: str) -> Callable[[str], str]:
    """Return a function that describes how much of a part is words of a formula, such as a close."""
    whole = {"alone": f"nothing but words of {formula}", "and names": f"words of {formula} and names"}
    return lambda rest: whole.get(rest, f"words of {formula}: {rest}")


def _describe_own(feature: str) -> str | None:
    """Return the words for a feature of a part itself or of its place, None where there are none."""
    if feature in _WORDS:
        return _WORDS[feature]
    feature = feature.removeprefix("short, ")
    if (relative := _describe_relative_position(feature)) is not None:
        return relative
    for prefix, describe in _PREFIXES.items():
        if feature.startswith(prefix):
            return describe(feature.removeprefix(prefix))
    return None


_PREFIXES: dict[str, Callable[[str], str]] = {
    "label ": lambda rest: f"a memo's label for the {rest}",
    "is ": lambda rest: f"is {_KINDS.get(rest, rest)}",
    "starts ": lambda rest: f"starts with {_KINDS.get(rest, rest)}",
    "holds ": lambda rest: f"holds {_KINDS.get(rest, rest)}",
    "ends ": lambda rest: f"ends with {'no mark' if rest == 'other' else 'a ' + rest}",
    "length ": lambda rest: f"{rest} words long",
    "place ": _describe_position,
    "capitals ": lambda rest: f"words with capitals: {rest}",
    "plain words ": lambda rest: f"ordinary words: {rest}",
    "function words ": lambda rest: f"function words: {rest}",
    "sentences inside ": lambda rest: f"sentences that end inside: {rest}",
    "date words ": lambda rest: f"words of dates: {rest}",
    "date beside ": lambda rest: f"words beside the date: {rest}",
    "gap ": lambda rest: f"blank lines above: {rest}",
    "indent ": lambda rest: f"indentation: {rest}",
    "run in, ": _describe_cut,
    "cut off, ": _describe_cut,
    "closing words ": _describe_formula("a close"),
    "salutation words ": _describe_formula("a salutation"),
    "addressee words ": _describe_formula("an address"),
    "shares a name with ": lambda rest: f"shares a name with {rest}",
    "long before ": lambda rest: f"long parts before: {rest}",
    "long after ": lambda rest: f"long parts after: {rest}",
    "long, ": lambda rest: f"long, long parts {rest.removeprefix('long ')}",
    "not long, ": lambda rest: f"not long, long parts {rest.removeprefix('long ')}",
}


def describe_feature(feature: str) -> str | None:
    """Return the description of a feature, None where there is none."""
    if (own := describe_phrase(feature) or _describe_own(feature)) is not None:
        return own
    for prefix, side in (("second ", "two "), ("", "")):
        for where in ("above", "below"):
            if feature.startswith(f"{prefix}{where} "):
                neighbour = _describe_own(feature.removeprefix(f"{prefix}{where} "))
                return neighbour and f"{side}{where}: {neighbour}"
    return None


def describe_evidence(evidence: Evidence) -> str:
    """Return the description of a piece of evidence, with the words that it matched."""
    text = describe_feature(evidence.cue) or evidence.cue
    return f"{text} “{evidence.matched}”" if evidence.matched else text
