"""Name classes: which names an element or attribute may have, and whether two classes overlap (clauses 7.3 and 7.4).

A name is an expanded name as `teikit.document.names` writes it.
"""

from collections.abc import Iterator
from typing import NamedTuple

from teikit.document.names import expanded_name, local_of, namespace_of
from teikit.shallow_repr import shallow_repr

# No schema can name these: a URI and a local name contain no control characters.
_OTHER_URI = _OTHER_LOCAL = "\x00"


class Name(NamedTuple):
    """The class that contains a single name."""

    expanded_name: str


class NsName(NamedTuple):
    """All names of a namespace but those excepted."""

    namespace: str
    excepted: "NameClass | None" = None

    def __repr__(self) -> str:
        return shallow_repr(self)


class AnyName(NamedTuple):
    """All names but those excepted."""

    excepted: "NameClass | None" = None

    def __repr__(self) -> str:
        return shallow_repr(self)


class NameChoice(NamedTuple):
    """The names of any of its members, none of which is a choice."""

    members: tuple["Name | NsName | AnyName", ...]

    def __repr__(self) -> str:
        return shallow_repr(self)


NameClass = Name | NsName | AnyName | NameChoice


def choice(classes: list[NameClass]) -> NameClass:
    """Return the union of name classes."""
    members = dict.fromkeys(one for each in classes for one in members_of(each))
    return next(iter(members)) if len(members) == 1 else NameChoice(tuple(members))


def members_of(names: NameClass) -> tuple[Name | NsName | AnyName, ...]:
    """Return the classes that a class is a choice of."""
    return names.members if isinstance(names, NameChoice) else (names,)


def contains(names: NameClass, name: str) -> bool:
    """Return whether a class contains an expanded name."""
    match names:
        case Name(own):
            return own == name
        case NsName(namespace, excepted):
            return namespace_of(name) == namespace and not (excepted and contains(excepted, name))
        case AnyName(excepted):
            return not (excepted and contains(excepted, name))
        case NameChoice(members):
            return any(contains(each, name) for each in members)


def is_infinite(names: NameClass) -> bool:
    """Return whether a class contains infinitely many names."""
    return any(not isinstance(each, Name) for each in members_of(names))


def overlap(one: NameClass, other: NameClass) -> bool:
    """Return whether two classes share a name, by testing one of each kind of name that either distinguishes."""
    if isinstance(one, Name):
        return contains(other, one.expanded_name)
    if isinstance(other, Name):
        return contains(one, other.expanded_name)
    return any(contains(one, each) and contains(other, each) for names in (one, other) for each in _samples(names))


def _samples(names: NameClass) -> Iterator[str]:
    match names:
        case Name(own):
            yield own
        case NsName(namespace, excepted):
            yield expanded_name(namespace, _OTHER_LOCAL)
            yield from _samples(excepted) if excepted else ()
        case AnyName(excepted):
            yield expanded_name(_OTHER_URI, _OTHER_LOCAL)
            yield from _samples(excepted) if excepted else ()
        case NameChoice(members):
            for each in members:
                yield from _samples(each)


def namespaces(names: NameClass) -> Iterator[str]:
    """Yield the namespaces that a class names, also those in its excepts."""
    for each in parts(names):
        if isinstance(each, Name):
            yield namespace_of(each.expanded_name)
        elif isinstance(each, NsName):
            yield each.namespace


def parts(names: NameClass) -> Iterator[Name | NsName | AnyName]:
    """Yield all parts of a class, also those in its excepts."""
    for each in members_of(names):
        yield each
        if not isinstance(each, Name) and each.excepted:
            yield from parts(each.excepted)


def describe(names: NameClass) -> str:
    """Return a class in words for messages."""
    match names:
        case Name(own):
            return f"'{local_of(own)}'"
        case NsName(namespace, _):
            return f"any name of the namespace '{namespace}'"
        case AnyName(_):
            return "any name"
        case NameChoice(members):
            return " or ".join(describe(each) for each in members[:3]) + (" or others" if len(members) > 3 else "")
