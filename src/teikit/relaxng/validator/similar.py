"""Names that somebody may have meant."""

from collections.abc import Iterable
from functools import lru_cache

from teikit.document.names import local_of, namespace_of

_CUTOFF = 0.75


def suggest_name(name: str, among: Iterable[str]) -> str | None:
    """Return the key nearest to a misspelt one: same letters in another case first, then few letters off."""
    return _suggest_name(name, tuple(among))


@lru_cache(maxsize=4_096)
def _suggest_name(name: str, among: tuple[str, ...]) -> str | None:
    candidates = [each for each in among if namespace_of(each) == namespace_of(name)]
    return suggest(local_of(name), {local_of(each): each for each in candidates})


def find_in_other_namespace(name: str, among: Iterable[str]) -> str | None:
    """Return the key with the same local name in another namespace."""
    return _find_in_other_namespace(name, tuple(among))


@lru_cache(maxsize=4_096)
def _find_in_other_namespace(name: str, among: tuple[str, ...]) -> str | None:
    local = local_of(name)
    return next((each for each in among if each != name and local_of(each) == local), None)


def suggest(word: str, among: dict[str, str]) -> str | None:
    """Return what the nearest of some words stands for, None where none is near."""
    folded = word.casefold()
    for each, stands_for in among.items():
        if each.casefold() == folded:
            return stands_for
    found = _find_closest(word, tuple(among))
    return among[found] if found else None


@lru_cache(maxsize=4_096)
def _find_closest(word: str, among: tuple[str, ...]) -> str | None:
    # Costs more to import than most documents take to check, and is needed for misspelt names alone.
    from difflib import get_close_matches  # noqa: PLC0415

    found = get_close_matches(word, among, 1, _CUTOFF)
    return found[0] if found else None
