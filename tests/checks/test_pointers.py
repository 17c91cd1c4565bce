"""Bases of pointers, against the slow twin that resolves each chain of xml:base from its beginning."""

from functools import reduce
from pathlib import Path
from xml.sax.saxutils import quoteattr

from hypothesis import given, settings
from hypothesis import strategies as st

from teikit.checks.linked_files import LinkedFiles
from teikit.checks.pointers import _LONGEST_BASE, PointersCheck
from teikit.checks.walk import walk_events, walk_markup
from teikit.document.markup import Markup
from teikit.storage.references import resolve

_BASES = st.sampled_from(
    (
        "",
        ".",
        "b/",
        "../",
        "c.xml",
        "/d/",
        "//host/e/",
        "https://example.org/f/g.xml",
        "urn:h",
        "i%20j/",
        "?k",
        "#l",
        " m/ ",
    )
)
_CHAINS = st.lists(_BASES, max_size=6)


def naive_base(path: str, bases: tuple[str, ...]) -> str:
    """The slow twin: each base is relative to the one around it; what is relative to one that is too long has none."""

    def within(outer: str, base: str) -> str:
        if len(outer) + len(base) > _LONGEST_BASE:
            return ""
        return resolve(base, outer) if outer or "://" in base or base.startswith("urn:") else ""

    return reduce(within, bases, path)


def check_with(chains: list[list[str]]) -> PointersCheck:
    check = PointersCheck(Path("letters/a.xml"), LinkedFiles())
    check._uses = {(f"x{number}", tuple(chain)): [(number, "ref")] for number, chain in enumerate(chains)}
    return check


@settings(max_examples=200)
@given(st.lists(_CHAINS, max_size=12))
def test_bases_are_resolved_as_by_the_naive_twin(chains: list[list[str]]) -> None:
    found = check_with(chains)._resolve_bases()
    for chain in chains:
        assert found[tuple(chain)] == naive_base("letters/a.xml", tuple(chain))


@given(st.lists(st.integers(0, _LONGEST_BASE), max_size=5))
def test_long_bases_are_none(lengths: list[int]) -> None:
    chain = [
        f"https://example.org/{'x' * length}/" if number % 2 else f"{'y' * length}/"
        for number, length in enumerate(lengths)
    ]
    assert check_with([chain])._resolve_bases()[tuple(chain)] == naive_base("letters/a.xml", tuple(chain))


def test_a_chain_of_many_bases_is_resolved_once_for_each() -> None:
    chain = ["a/"] * 60
    found = check_with([chain[:length] for length in range(61)])._resolve_bases()
    assert (len(found), found[tuple(chain)]) == (61, f"letters/{'a/' * 60}")


@settings(max_examples=50)
@given(_CHAINS)
def test_both_walks_hand_out_the_same_chains(bases: list[str]) -> None:
    opened = "".join(f'<div xml:base={quoteattr(base)}><ref target="x.xml"/>' for base in bases)
    data = f'<TEI xmlns="http://www.tei-c.org/ns/1.0">{opened}{"</div>" * len(bases)}</TEI>'.encode()
    by_markup, by_events = (PointersCheck(Path("a.xml"), LinkedFiles()) for _ in range(2))
    walk_markup([by_markup], Markup(data))
    walk_events([by_events], [data])
    assert by_markup._uses == by_events._uses


def test_what_is_relative_to_a_base_that_is_too_long_has_none() -> None:
    chain = ["x" * _LONGEST_BASE, "b/", "c/"]
    bases = check_with([chain, [*chain, "https://example.org/"]])._resolve_bases()
    assert [bases[tuple(chain[:length])] for length in range(1, 4)] == ["", "", ""]
    assert bases[*chain, "https://example.org/"] == "https://example.org/"
