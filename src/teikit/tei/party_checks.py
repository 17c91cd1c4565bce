"""Corrects the claims about the parties of a letter: words that name nobody, places, and offices below a name."""

import re
from collections.abc import Iterable
from dataclasses import replace

from teikit.letter.claims import Basis, Claim, ClaimKind
from teikit.letter.cues import active_languages, function_words, is_cue
from teikit.letter.names import EDGE_MARKS, PhraseKind, strip_honorifics
from teikit.letter.places import is_known_place
from teikit.letter.shapes import NAME_LINKS, is_capitalised, is_name_particle
from teikit.letter.signatures import BEFORE_PLACE, has_closing_word
from teikit.letter.title_words import is_inflected_title, is_title_word

ClaimTuple = tuple[Claim, ...]
_MOST_WORDS = 8
# English names such as Will and May are function words, too.
_NAMES_LIKE_WORDS = "en"
_ON_BEHALF_OF = frozenset({"pour", "für", "for", "per", "por", "voor"})
_PRONOUNS = ("self", "you", "yours")
# How far a claim with words that no name has loses confidence: it is left out of the header.
_ODD = 0.3
# Particles of no person's name at its beginning.
_NOT_BEFORE_NAME = frozenset({"am", "im", "of", "des", "zum", "zur"})
# "HALL'S ANSWER"
_POSSESSIVE = re.compile(r"[^\W\d_]{2}['’][sS]\s")
_BESIDE_PLACES = frozenset({Basis.SIGNATURE, Basis.ADDRESS, Basis.CLOSE, Basis.HEADING})


def correct_parties(claims: Iterable[Claim]) -> ClaimTuple:
    """Return the claims about one party without those that name nobody; offices become no persons."""
    kept: list[Claim] = []
    for claim in map(_trim, claims):
        if claim.phrase.kind is not PhraseKind.PERSON:
            kept.append(claim)
            continue
        is_below = claim.basis in _BESIDE_PLACES and any(_is_named_beside(one, claim) for one in kept)
        if not _names_nobody(claim) and not (is_below and _is_place(claim.text)):
            kept.append(_correct_office(claim, is_below=is_below))
    named = [claim for claim in kept if claim.phrase.kind is PhraseKind.PERSON and not _has_only_usual_words(claim)]
    if named:
        kept = [claim for claim in kept if claim.phrase.kind is not PhraseKind.PERSON or claim in named]
    return tuple(map(_doubt_odd_shape, kept))


def _has_only_usual_words(claim: Claim) -> bool:
    """Return whether a signature has only words of closes, relations and titles, or begins with one of grammar."""
    words = [word.strip(EDGE_MARKS + ".,;:()") for word in claim.text.split()]
    if claim.basis is not Basis.SIGNATURE or not all(words):
        return False
    is_sentence = _NAMES_LIKE_WORDS not in active_languages() and words[0].casefold() in function_words()
    is_phrase = is_sentence and words[0][:1].isupper() and len(words[0]) > 1
    return is_phrase or all(is_title_word(word) or has_closing_word(word) for word in words)


def _names_nobody(claim: Claim) -> bool:
    """Return whether the words of a claim are no name: a title in a salutation, a recipient's initial."""
    if claim.kind is ClaimKind.RECIPIENT and sum(map(str.isalpha, claim.text)) < 2:
        return True
    is_plain = all(any(is_cue(kind, word) for kind in _PRONOUNS) for word in claim.text.split())
    return is_plain or (claim.basis is Basis.SALUTATION and is_inflected_title(claim.text))


def _trim(claim: Claim) -> Claim:
    """Return a claim without the words around a name: "Pour M. Bell", "Bell and"."""
    if claim.phrase.kind is not PhraseKind.PERSON:
        return claim
    words = claim.phrase.text.split()
    while words and (words[-1] in NAME_LINKS or (is_name_particle(words[-1]) and words[-1].islower())):
        words.pop()
    is_on_behalf = len(words) > 2 and words[0].casefold() in _ON_BEHALF_OF
    text = strip_honorifics(" ".join(words[1:])) if is_on_behalf else " ".join(words)
    place = BEFORE_PLACE.search(text) if claim.basis in {Basis.ADDRESS, Basis.HEADING} else None
    text = text[: place.start()] if place else text
    return claim if text == claim.text else replace(claim, phrase=replace(claim.phrase, text=text))


def _is_named_beside(known: Claim, claim: Claim) -> bool:
    """Return whether a claim is based on the same kind of part as one that names somebody."""
    return known.phrase.kind is not PhraseKind.OFFICE and known.basis is claim.basis


def _is_place(text: str) -> bool:
    """Return whether a text is a known place, alone or after one small word: "von Zürich"."""
    first, _, rest = text.partition(" ")
    return is_known_place(rest if rest and first.islower() else text)


def _correct_office(claim: Claim, *, is_below: bool) -> Claim:
    """Return a claim with an office instead of a person: "Bischof von Zips"; a word alone only below a name."""
    words = [word.strip(EDGE_MARKS + ".,;:()") for word in claim.text.split()]
    is_long = len(words) > 1 and words[1].islower() and not is_cue("honorific", words[0])
    if not is_title_word(words[0]) or not (is_long or (is_below and len(words) == 1)):
        return claim
    kind = PhraseKind.OFFICE if is_below else PhraseKind.OFFICE_HOLDER
    return replace(claim, phrase=replace(claim.phrase, kind=kind))


def _doubt_odd_shape(claim: Claim) -> Claim:
    """Return a claim that is hardly credible if the words of a person's name have no such shape."""
    is_person = claim.phrase.kind is PhraseKind.PERSON
    if not (is_person or claim.phrase.kind is PhraseKind.OFFICE_HOLDER) or claim.is_odd_shape:
        return claim
    words = claim.text.split()
    first = words[0].rstrip(".")
    is_small = first in _NOT_BEFORE_NAME or not (is_capitalised(first) or is_name_particle(first))
    is_odd = (
        len(words) > _MOST_WORDS or (is_person and is_small and first[:1].islower()) or _POSSESSIVE.search(claim.text)
    )
    return replace(claim, confidence=claim.confidence * _ODD, is_odd_shape=True) if is_odd else claim
