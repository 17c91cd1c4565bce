"""Values that hold graphs print themselves in a short line: a failing test ends, whatever its traceback holds."""

import gc
import importlib
import pkgutil
import sys
import types
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, is_dataclass
from itertools import chain
from pathlib import Path
from time import thread_time
from typing import Literal, get_args, get_origin, get_type_hints

import pytest

import teikit.api
from teikit.document.editable import EditableDocument
from teikit.registers import RegisterIndex
from teikit.relaxng.grammar.grammar import Grammar
from teikit.relaxng.grammar.patterns import Choice
from teikit.relaxng.grammar.scopes import Scope
from teikit.relaxng.grammar.simplify import _Builder, simplify
from teikit.relaxng.syntax import FileLoader, SchemaElement, read_schema
from teikit.relaxng.validator.schema import Schema
from teikit.resources import schema_path
from teikit.schematron import load as load_schematron
from teikit.shallow_repr import shallow_repr

MOST_CHARACTERS, MOST_SECONDS, SAMPLES = 500, 0.001, 20
LETTER = b'<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text><body><p>x</p><q a="b"/></body></text></TEI>'
ATOMS = (type, str, bytes, int, float, types.ModuleType, types.BuiltinFunctionType)


def reached(roots: Iterable[object]) -> dict[type, list[object]]:
    """Samples of the values of each class of teikit that are reached from some values, wherever they are kept."""
    found: dict[type, list[object]] = defaultdict(list)
    seen, stack = set(), list(roots)
    while stack:
        value = stack.pop()
        if id(value) in seen or isinstance(value, ATOMS):
            continue
        seen.add(id(value))
        if isinstance(value, types.FunctionType):
            stack += value.__closure__ or ()
            continue
        kind = type(value)
        if kind.__module__.startswith("teikit") and len(found[kind]) < SAMPLES:
            found[kind].append(value)
        stack += gc.get_referents(value)
    return found


def seconds_of(value: object) -> float:
    """CPU seconds of one repr, the least of several, so that a busy machine says the same."""
    times = []
    for _ in range(3):
        before = thread_time()
        repr(value)
        times.append(thread_time() - before)
    return min(times)


def too_long(found: dict[type, list[object]]) -> list[str]:
    return [
        f"{kind.__module__}.{kind.__name__}: {len(text)} characters"
        for kind, values in found.items()
        for value in values
        if len(text := repr(value)) > MOST_CHARACTERS or seconds_of(value) > MOST_SECONDS
    ]


def stages(schema: Path) -> list[object]:
    """What a schema is on its way from a file to a verdict, and what it keeps of a document."""
    loader = FileLoader((schema.parent,))
    source = read_schema(schema)
    builder = _Builder(loader)
    builder.build(source)
    compiled = Schema.load(schema)
    compiled.validate(LETTER, "letter.xml")
    return [source, builder, simplify(source, loader), compiled]


def test_what_is_made_of_the_letter_schema_is_short() -> None:
    assert too_long(reached(stages(schema_path("letter")))) == []


@pytest.mark.slow
def test_what_is_made_of_tei_all_is_short(shared: Path) -> None:
    rules = load_schematron(shared / "tei" / "tei_all.sch")
    rules.validate(LETTER, "letter.xml")
    found = reached([*stages(shared / "tei" / "tei_all.rng"), rules])
    names = {kind.__name__ for kind in found}
    assert {
        "SchemaElement",
        "Grammar",
        "Element",
        "Automaton",
        "GrammarTable",
        "CompiledSchema",
        "CompiledPattern",
        "SchematronModel",
    } <= names
    assert too_long(found) == []


def test_a_document_and_a_letter_are_short(seed: Path) -> None:
    encoded = teikit.api.encode(seed)
    found = reached([EditableDocument(encoded.tei)])
    assert too_long(found) == []


def test_a_value_shows_its_scalars_and_the_sizes_of_the_rest() -> None:
    @dataclass(slots=True, repr=False)
    class Node:
        name: str
        count: int
        children: list["Node"]
        parent: "Node | None" = None

        __repr__ = shallow_repr

    node = Node("a" * 50, 2, [])
    node.children.append(Node("b", 1, [], node))
    assert repr(node) == f"Node(name='{'a' * 40}'..., count=2, children=<list of 1>, parent=None)"
    assert repr(node.children[0]) == "Node(name='b', count=1, children=<list of 0>, parent=<Node>)"


def test_a_mapping_shows_its_size() -> None:
    class Table(dict[str, int]):
        __repr__ = shallow_repr

    assert repr(Table(a=1, b=2)) == "Table(2 entries)"


def test_a_value_with_many_fields_is_cut() -> None:
    wide = dataclass(
        type("Wide", (), {"__annotations__": {f"field{n}": int for n in range(90)}, "__repr__": shallow_repr})
    )
    text = repr(wide(*range(90)))
    assert (len(text), text[-4:]) == (300, "...)")


def _has_fields(value: object) -> bool:
    is_ours = isinstance(value, type) and value.__module__.startswith("teikit")
    return is_ours and (is_dataclass(value) or hasattr(value, "_fields"))


def value_types() -> set[type]:
    """Every class of teikit whose repr is made of its fields."""
    names = [each.name for each in pkgutil.walk_packages(teikit.__path__, "teikit.") if each.name != "teikit.__main__"]
    return set(filter(_has_fields, chain(*(vars(importlib.import_module(name)).values() for name in names))))


def classes_in(hint: object) -> set[object]:
    """The classes that an annotation names, at any depth; functions print nothing of what they take and return."""
    if get_origin(hint) in {Callable, Literal}:
        return set()
    return {hint}.union(*map(classes_in, get_args(hint)))


def parts_of(kind: type, names: dict[str, object]) -> set[object]:
    """The classes of which the fields of a class may hold values."""
    # An array takes no parameter at run time before Python 3.12.
    hints = get_type_hints(kind, names | vars(sys.modules[kind.__module__]) | {"array": list})
    return set[object]().union(*map(classes_in, hints.values()))


def test_every_value_that_may_reach_one_of_its_own_kind_has_a_short_repr() -> None:
    kinds = value_types()
    # Names that a module imports for type checkers only.
    names = {"Iterator": Iterator, "RegisterIndex": RegisterIndex, **{kind.__name__: kind for kind in kinds}}
    parts = {kind: parts_of(kind, names) & kinds for kind in kinds}
    for _ in range(len(kinds).bit_length()):
        parts = {kind: held.union(*(parts[each] for each in held)) for kind, held in parts.items()}
    cyclic = {kind for kind, held in parts.items() if kind in held}
    assert {Grammar, Choice, SchemaElement, Scope} <= cyclic | {kind for kind in kinds if parts[kind] & cyclic}
    graphs = {kind for kind, held in parts.items() if held & cyclic}
    assert sorted(str(kind) for kind in graphs if not is_shallow(kind)) == []


def is_shallow(kind: type) -> bool:
    """Whether the repr of a class is that of `shallow_repr`, directly or by a method that calls it."""
    return kind.__repr__ is shallow_repr or "shallow_repr" in kind.__repr__.__code__.co_names
