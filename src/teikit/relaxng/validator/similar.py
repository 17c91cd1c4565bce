"""Suggests names of a schema for a misspelt or misplaced name."""

from collections.abc import Iterable
from functools import lru_cache

from teikit.document.names import local_of, namespace_of
from teikit.messages import suggest_spelling


def suggest_name(name: str, among: Iterable[str]) -> str | None:
    """Return the expanded name in the same namespace that is nearest to a misspelt one."""
    return _suggest_name(name, tuple(among))


@lru_cache(maxsize=4_096)
def _suggest_name(name: str, among: tuple[str, ...]) -> str | None:
    candidates = {local_of(each): each for each in among if namespace_of(each) == namespace_of(name)}
    near = suggest_spelling(local_of(name), candidates)
    return None if near is None else candidates[near]


def find_in_other_namespace(name: str, among: Iterable[str]) -> str | None:
    """Return an expanded name with the same local name in another namespace."""
    return _find_in_other_namespace(name, tuple(among))


@lru_cache(maxsize=4_096)
def _find_in_other_namespace(name: str, among: tuple[str, ...]) -> str | None:
    local = local_of(name)
    return next((each for each in among if each != name and local_of(each) == local), None)
