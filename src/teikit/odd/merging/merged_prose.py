"""Glosses, descriptions, examples and other prose, which a change replaces by kind."""

from teikit.p5.specs import Prose


def merge_prose(old: Prose, change: Prose) -> Prose:
    """Return the prose of a specification after a change: any of a kind replaces all old ones of that kind."""
    return old | change if change else old
