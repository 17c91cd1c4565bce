"""The limits on what a schema may cost: each is named where it is exceeded, at its place, and can be changed."""

import pytest

from teikit.errors import TeikitError
from teikit.limits import limits_set
from teikit.relaxng.syntax.loading import MemoryLoader
from teikit.relaxng.validator import Schema

RELAXNG = 'xmlns="http://relaxng.org/ns/structure/1.0"'
EMPTY_ELEMENT = "element a { empty }"
INCLUDES = f'include "0.rnc" include "0.rnc" include "0.rnc" start |= {EMPTY_ELEMENT}'
CHOICES = f"start = element a {{ {'|'.join(f'element e{n} {{empty}}' for n in range(30))} }}"
ATTRIBUTES = f"start = element a {{ {'&'.join(f'attribute e{n} {{text}}' for n in range(9))} }}"


def load(text: str, files: dict[str, str] | None = None, name: str = "s.rnc") -> Schema:
    given = {key: each.encode() for key, each in (files or {}).items()} | {name: text.encode()}
    return Schema.load(name, given[name], loader=MemoryLoader(given))


def chain(length: int) -> dict[str, str]:
    files = {f"{n}.rnc": f'include "{n + 1}.rnc"' for n in range(length)}
    return files | {f"{length}.rnc": f"start = {EMPTY_ELEMENT}"}


def test_a_long_chain_of_includes_is_refused_at_its_place() -> None:
    with pytest.raises(
        TeikitError, match=r"^\d+\.rnc:1:1: .*more than 50 deep \(--limit include-depth=N allows more\)"
    ):
        load('include "0.rnc"', chain(480))
    with limits_set(include_depth=80):
        load('include "0.rnc"', chain(70))


def test_a_chain_of_external_schemas_needs_no_depth() -> None:
    files = {f"{n}.rnc": f'external "{n + 1}.rnc"' for n in range(480)}
    load('external "0.rnc"', files | {"480.rnc": EMPTY_ELEMENT})


@pytest.mark.parametrize(
    ("text", "limits", "limit"),
    [
        (INCLUDES, {"schema_files": 2}, "schema-files"),
        (CHOICES, {"schema_members": 20}, "schema-members"),
        (ATTRIBUTES, {"schema_attributes": 8}, "schema-attributes"),
    ],
)
def test_a_schema_that_exceeds_a_limit_names_it(text: str, limits: dict[str, int], limit: str) -> None:
    with limits_set(**limits), pytest.raises(TeikitError, match=rf"s\.rnc:1:\d+: .*--limit {limit}=N"):
        load(text, {"0.rnc": ""})


@pytest.mark.parametrize("limit", ["schema-steps", "schema-patterns"])
def test_a_schema_that_allows_too_much_for_a_document_names_the_limit(limit: str) -> None:
    choices = "&".join(f"(element e{n} {{empty}}, element f{n} {{empty}})" for n in range(20))
    with limits_set(**{limit.replace("-", "_"): 10}), pytest.raises(TeikitError, match=f"--limit {limit}=N"):
        load(f"start = element a {{ {choices} }}").validate(b"<a><e1/><f1/><e2/></a>", "d.xml")


def test_small_entities_that_nest_take_linear_time() -> None:
    entities = "".join(
        f'<!ENTITY {name} "{("&" + inner + ";") * 10}">' for inner, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    doctype = f'<!DOCTYPE element [<!ENTITY a "xxxxxxxxxx">{entities}]>'
    text = f'{doctype}<element name="a" {RELAXNG}><value>&i;</value></element>'
    with pytest.raises(TeikitError, match="--limit schema-entity-characters=N"):
        load(text, name="s.rng")
    with limits_set(schema_entity_characters=1_000), pytest.raises(TeikitError, match="than 1,000 characters"):
        load(text, name="s.rng")
