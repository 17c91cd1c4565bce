"""Suggests names of a schema for a misspelt or misplaced name."""

from functools import lru_cache

from teikit.document.names import local_of, namespace_of
from teikit.messages import suggest_spelling


@lru_cache(maxsize=4_096)
def suggest_name(name: str, among: tuple[str, ...]) -> str | None:
    """Return the expanded name in the same namespace that is nearest to a misspelt one."""
    candidates = {local_of(each): each for each in among if namespace_of(each) == namespace_of(name)}
    near = suggest_spelling(local_of(name), candidates)
    return None if near is None else candidates[near]


@lru_cache(maxsize=4_096)
def find_in_other_namespace(name: str, among: tuple[str, ...]) -> str | None:
    """Return an expanded name with the same local name in another namespace."""
    local = local_of(name)
    return next((each for each in among if each != name and local_of(each) == local), None)
