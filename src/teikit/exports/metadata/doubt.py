"""Writes how sure a statement is, in the forms of metadata formats: marks, EDTF (ISO 8601-2) and words."""

from collections.abc import Iterator

from teikit.exports.record.record import Agent, Certainty, Date, Place, Record


def edtf(date: Date) -> str:
    """Return a date or an interval in EDTF (level 1), with a question mark where it is doubtful; empty if unknown."""
    mark = "?" if date.certainty.is_doubtful else ""
    return "/".join(part if part == ".." else part + mark for part in date.iso_8601.split("/")) if date.iso_8601 else ""


def date_or_words(date: Date) -> str:
    """Return a date in EDTF, or else its words in the document, with a question mark if they are doubtful."""
    mark = "?" if date.text and date.certainty.is_doubtful and not date.text.endswith("?") else ""
    return edtf(date) or date.text + mark


def marked_name(one: Agent | Place) -> str:
    """Return a name, followed by `(?)` where it is doubtful."""
    return f"{one.name} (?)" if one.certainty.is_doubtful else one.name


def doubt_in_words(certainty: Certainty) -> str:
    """Return in words how doubtful a statement is, by its certainty, its evidence and who says so; else empty."""
    if not certainty.is_doubtful:
        return ""
    known = (certainty.cert, certainty.evidence, *certainty.responsible)
    return ": ".join(filter(None, ("uncertain", ", ".join(filter(None, known)))))


def more_on_date(date: Date) -> str:
    """Return what the value of a date does not say: its words, if they are others, and how doubtful it is."""
    words = date.text if date.text != date.iso_8601 else ""
    return "; ".join(filter(None, (words, doubt_in_words(date.certainty))))


def doubtful_names(record: Record) -> Iterator[Agent | Place]:
    """Yield the people, organisations and places of a record that are doubtful."""
    agents = (*record.authors, *record.editors, *record.contributors, *record.participants)
    yield from (one for one in agents if one.certainty.is_doubtful)
    yield from (one for action in record.actions for one in action.agents if one.certainty.is_doubtful)
    places = (*(one for action in record.actions for one in action.places), *record.creation_places)
    yield from (one for one in places if one.certainty.is_doubtful)
