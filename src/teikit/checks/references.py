"""References to people by URI, pointer or key: what authority an identifier is of, and whether two can be compared."""

from collections.abc import Iterable
from typing import NamedTuple

from teikit.checks.pointer_attributes import kinds_of_name
from teikit.diagnostics.value_faults import form_of

_WEB = ("https://", "http://")


class Reference(NamedTuple):
    """A reference as written, and what it says.

    `authority` is who gives the identifier: an address up to its last part, a prefix, or for what is local to the
    edition the attribute and the form. `kinds` are what the element that has it may name, () where that is unknown.
    """

    written: str
    authority: str
    identifier: str
    kinds: tuple[str, ...] = ()

    def is_comparable(self, other: "Reference") -> bool:
        """Return whether two references name different things if their identifiers differ."""
        are_alike = not self.kinds or not other.kinds or not set(self.kinds).isdisjoint(other.kinds)
        return self.authority == other.authority and are_alike


def references_of(name: str, attributes: dict[str, str]) -> list[Reference]:
    """Return the references of an element that names something."""
    kinds = kinds_of_name(name, attributes.get("type", ""))
    key = attributes.get("key", "").strip()
    found = [_reference(each, "ref", kinds) for each in attributes.get("ref", "").split()]
    return [*found, *([_reference(key, "key", kinds)] if key else [])]


def are_different(some: Iterable[Reference], others: Iterable[Reference]) -> tuple[Reference, Reference] | None:
    """Return two references that differ, one of each, where none of them are the same; None if that is unknown.

    References of different authorities, and to things of different kinds, cannot be compared.
    """
    known = list(others)
    identifiers = {each.identifier for each in known}
    named = list(some)
    if any(each.identifier in identifiers for each in named):
        return None
    pairs = ((one, other) for one in named for other in known if one.is_comparable(other))
    return next(pairs, None)


def _reference(written: str, attribute: str, kinds: tuple[str, ...]) -> Reference:
    for scheme in _WEB:
        if written.lower().startswith(scheme):
            address = written[len(scheme) :].rstrip("/")
            host, slash, path = address.partition("/")
            address = f"{host.lower().removeprefix('www.')}{slash}{path}"
            return Reference(written, address.rpartition("/")[0], address, kinds)
    prefix, colon, rest = written.partition(":")
    if colon and "#" not in prefix:
        return Reference(written, f"{prefix.lower()}:", rest, kinds)
    name = written.rpartition("#")[2]
    return Reference(written.removeprefix("#"), f"{attribute} {form_of(name)}", name, kinds)
