"""Attributes of elements: the resolution by groups agrees with a plain one, for any classes and changes."""

from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from support.compiled_documents import compiled
from teikit.odd.merging.attribute_merging import attributes_in
from teikit.odd.schema import OddSchema
from teikit.p5.specs import Attribute, Spec
from teikit.relaxng.syntax.write_xml import write_xml

NAMES = "wxyz"
MODES = ("", "add", "change", "delete", "replace")
attributes = st.lists(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(MODES), st.sampled_from(["", "req", "opt"])),
    max_size=4,
    unique_by=lambda each: each[0],
)
# Classes by their number: they are members of classes before them only, so that there is no cycle.
classes = st.lists(st.tuples(st.sets(st.integers(0, 4), max_size=3), attributes), min_size=1, max_size=5)


def att_list(found: list[tuple[str, str, str]]) -> str:
    parts = (
        f'<attDef ident="{name}"' + (f' mode="{mode}"' if mode else "") + (f' usage="{usage}"' if usage else "") + "/>"
        for name, mode, usage in found
    )
    return f"<attList>{''.join(parts)}</attList>"


def members(numbers: set[int], below: int) -> str:
    keys = (f'<memberOf key="att.c{each}"/>' for each in sorted(numbers) if each < below)
    return f"<classes>{''.join(keys)}</classes>"


def flat_class(schema: OddSchema, ident: str) -> dict[str, Attribute]:
    """The attributes of a class by name: its own, then those that it inherits."""
    spec = schema.classes[ident]
    found = {each.ident: each for each in attributes_in(spec.attributes) if each.mode not in {"change", "delete"}}
    return found | {name: each for name, each in inherited(schema, spec).items() if name not in found}


def inherited(schema: OddSchema, spec: Spec) -> dict[str, Attribute]:
    found: dict[str, Attribute] = {}
    for member in spec.classes.members if spec.classes else ():
        for name, each in flat_class(schema, member.key).items():
            found.setdefault(name, each)
    return found


def flat_element(schema: OddSchema, spec: Spec) -> Mapping[str, str]:
    """The usage of each attribute of an element, in order."""
    own = {each.ident: each for each in attributes_in(spec.attributes)}
    found: dict[str, str] = {}
    for name, each in inherited(schema, spec).items():
        change = own.get(name)
        if change is None:
            found[name] = each.usage
        elif change.mode == "change":
            found[name] = change.usage or each.usage
        elif change.mode != "delete":
            found[name] = change.usage
    new = {name: each.usage for name, each in own.items() if each.mode in {"", "add", "replace"} and name not in found}
    return found | new


@settings(max_examples=60, deadline=None)
@given(classes=classes, groups=st.sets(st.integers(0, 4)), own=attributes, change=attributes)
def test_attributes_are_those_of_a_plain_resolution(
    classes: list[tuple[set[int], list[tuple[str, str, str]]]],
    groups: set[int],
    own: list[tuple[str, str, str]],
    change: list[tuple[str, str, str]],
) -> None:
    items = [
        f'<classSpec ident="att.c{number}" type="atts">{members(above, number)}{att_list(found)}</classSpec>'
        for number, (above, found) in enumerate(classes)
    ]
    content = "<content><empty/></content>"
    items.append(f'<elementSpec ident="body">{members(groups, len(classes))}{content}{att_list(own)}</elementSpec>')
    items.append(f'<classSpec ident="att.c0" type="atts" mode="change">{att_list(change)}</classSpec>')
    made = compiled("".join(items), modules="")
    (element,) = made.schema.elements.values()
    found = {each.definition.ident: each.definition.usage for each in made.schema.uses(element.parts)}
    assert list(flat_element(made.schema, element.spec).items()) == list(found.items())


_IN_DIV = '<classes><memberOf key="model.pLike"/></classes>'
# Items that change what a small TEI has; any of them may come together.
CHANGES = [
    '<elementSpec ident="hi" mode="delete"/>',
    '<elementSpec ident="p" mode="change"><content><textNode/></content></elementSpec>',
    '<elementSpec ident="p" mode="change"><attList><attDef ident="rend" mode="delete"/></attList></elementSpec>',
    '<elementSpec ident="list" mode="change"><content><elementRef key="item" maxOccurs="3"/></content></elementSpec>',
    '<classSpec ident="att.global.rendition" type="atts" mode="delete"/>',
    '<classSpec ident="model.hiLike" type="model" mode="delete"/>',
    f'<elementSpec ident="my">{_IN_DIV}<content><textNode/></content></elementSpec>',
    '<moduleRef key="linking" include="ab seg"/>',
    '<elementRef key="abbr"/>',
    '<macroSpec ident="macro.phraseSeq" mode="change"><content><textNode/></content></macroSpec>',
    f'<elementSpec ident="title" ns="http://example.org/">{_IN_DIV}<content/></elementSpec>',
]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(CHANGES), max_size=6))
def test_any_customisation_gives_a_correct_grammar_and_always_the_same(items: list[str]) -> None:
    # Incorrect grammars are errors of `compile_odd`.
    first, second = (write_xml(compiled("".join(items)).grammar) for _ in range(2))
    assert first == second
