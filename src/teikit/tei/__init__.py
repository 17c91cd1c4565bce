"""Encodes a letter as TEI P5, header and text, and reads the words of TEI back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lxml import etree

from teikit.decisions.model import ClaimDecision, Misfit
from teikit.letter import Letter
from teikit.letter.claims import Claim
from teikit.letter.cues import using_languages
from teikit.tei.body import build_text
from teikit.tei.confidence import annotate_confidence
from teikit.tei.correspondents import find_correspondence
from teikit.tei.decided_claims import ClaimDecisions
from teikit.tei.decided_names import use_names
from teikit.tei.facsimile import build_facsimile
from teikit.tei.header import NO_METADATA, SourceFile, build_header, contradictions
from teikit.tei.header_claims import UNKNOWN_LANGUAGE, decide_claims, is_place_of_people
from teikit.tei.markup import TEI, element, is_structural
from teikit.tei.metadata import Metadata, read_metadata
from teikit.tei.source_fields import describe_contradicted_fields, describe_kept_fields, use_fields
from teikit.tei.transcription import extract_words, read_renditions, tags_declaration, used_signs
from teikit.text.source import MANIFEST

__all__ = [
    "NO_METADATA",
    "TEI",
    "LetterDocument",
    "Metadata",
    "SourceFile",
    "build_document",
    "build_text",
    "extract_words",
    "is_structural",
    "read_metadata",
    "read_renditions",
]


@dataclass(frozen=True, slots=True)
class LetterDocument:
    """A letter in TEI: its tree, the claims about it, and warnings where the metadata contradict it.

    Of the `claims` the header leaves out those that are not sure enough. `misfits` are the decisions on claims that
    there are no claims for.
    """

    root: etree._Element
    claims: tuple[Claim, ...]
    warnings: tuple[str, ...]
    misfits: tuple[Misfit, ...] = ()


def build_document(
    letter: Letter,
    source: SourceFile,
    metadata: Metadata = NO_METADATA,
    *,
    keep_confidence: bool = False,
    decided: Sequence[ClaimDecision] = (),
) -> LetterDocument:
    """Return the TEI document of a letter; with `keep_confidence`, it states how sure each part and claim is.

    `decided` is what an editor decided of the claims.
    """
    decisions = ClaimDecisions(decided)
    with using_languages(letter.language):
        found = use_names(letter, find_correspondence(letter))
        use = use_fields(decisions.without_rejected(source.fields), decisions.use_values(metadata), found)
        known = decisions.use_values(use.metadata)
        claims = decide_claims(letter, found, known, decisions)
        text = build_text(letter if claims.language else replace(letter, language=UNKNOWN_LANGUAGE))
        _correct_names(text, known)
        head = build_header(claims, text, source, known, use.kept)
        if used := used_signs(letter):
            next(head.iter(f"{{{TEI}}}encodingDesc")).append(tags_declaration(used))
        stand_off = annotate_confidence(head, text, letter, claims) if keep_confidence else []
        manifest = next((one.value for one in source.fields if one.key == MANIFEST), "")
        facsimile = build_facsimile(letter, source.surfaces, manifest)
        root = element("TEI", head, facsimile, stand_off, text)
        warnings = (
            *contradictions(decisions.without_valued(found), known),
            *describe_contradicted_fields(use, found),
            *describe_kept_fields(use.kept),
        )
        return LetterDocument(root, claims.all, warnings, decisions.misfits(claims.stated))


def _correct_names(text: etree._Element, metadata: Metadata) -> None:
    """Make persons of the places in a text whose names are those of people in the metadata."""
    people = (*metadata.sender, *metadata.recipient)
    for place in text.iter(f"{{{TEI}}}placeName") if people else ():
        if is_place_of_people("".join(map(str, place.itertext())), people):
            place.tag = f"{{{TEI}}}persName"
