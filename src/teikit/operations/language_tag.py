"""Checks the language tag that a user gives for a letter, and suggests the one that was meant (BCP 47, RFC 5646)."""

from teikit.letter.languages import LANGUAGES, read_words
from teikit.messages import quote


def describe_tag_fault(tag: str) -> str:
    """Return in words why a tag names no language, with the tag that was probably meant; "" if it is correct."""
    if _is_correct(tag):
        return ""
    meant = _guess_meant_tag(tag)
    advice = f"did you mean '{meant}'?" if meant else "write it as 'de' or 'de-AT'"
    return f"{quote(tag)} is no language tag of BCP 47, {advice}"


def _is_correct(tag: str) -> bool:
    # Loads all checks, which only runs with a tag need.
    from teikit.document.subtags import is_well_formed, unregistered_subtag  # noqa: PLC0415

    return is_well_formed(tag) and unregistered_subtag(tag) is None


def _guess_meant_tag(tag: str) -> str:
    """Return the tag for a language's English name, for a code of three letters, or with hyphens; "" if none fits."""
    from teikit.document.subtags import two_letter_code  # noqa: PLC0415  see above

    plain = tag.strip().replace("_", "-").strip("-")
    name, _, rest = plain.partition("-")
    by_name = next((each for each in LANGUAGES if read_words(each, "words")["name"].lower() == name.lower()), None)
    primary = by_name or two_letter_code(name) or name
    candidates = (f"{primary}-{rest}" if rest else primary, primary)
    return next((each for each in candidates if each and _is_correct(each)), "")
