"""Writes a grammar in the simple form as a tree again (clause 5): each element gets a definition of its own."""

from teikit.document.names import local_of, namespace_of
from teikit.limits import Budget
from teikit.relaxng.grammar import patterns
from teikit.relaxng.grammar.grammar import Grammar
from teikit.relaxng.grammar.name_classes import AnyName, Name, NameChoice, NameClass, NsName
from teikit.relaxng.grammar.patterns import Pattern
from teikit.relaxng.syntax import SchemaElement, SchemaSource
from teikit.relaxng.syntax.tree import XML


def simple_form(grammar: Grammar) -> SchemaSource:
    """Return the tree of a grammar in the simple syntax, except that choices and groups may have more than two members.

    Clause 4.12 would nest pairs; a choice of 300 names would then be 300 levels deep, and not readable.
    """
    writer = _SimpleFormWriter(grammar)
    return SchemaSource(writer.root(), grammar.files[0][0], grammar.files[0][1], "xml")


class _SimpleFormWriter:
    """Makes the elements of the tree."""

    def __init__(self, grammar: Grammar) -> None:
        self._grammar = grammar
        self._names: dict[int, str] = {}
        self._budget = Budget(grammar.files[0][0])
        self._namespaces = {"xml": XML}
        taken: dict[str, int] = {}
        for each in grammar.elements:
            wanted = local_of(each.names.expanded_name) if isinstance(each.names, Name) else "any"
            number = taken[wanted] = taken.get(wanted, 0) + 1
            self._names[id(each)] = wanted if number == 1 else f"{wanted}-{number}"

    def root(self) -> SchemaElement:
        """Return the grammar."""
        components = [self._make("start", self._grammar.start, {}, [self._pattern(self._grammar.start)])]
        for each in self._grammar.elements:
            content = [self._name_class(each.names, each), self._pattern(each.content)]
            element = self._make("element", each, {}, content)
            components.append(self._make("define", each, {"name": self._names[id(each)]}, [element]))
        return self._make("grammar", self._grammar.start, {}, components)

    def _make(
        self, name: str, pattern: Pattern, attributes: dict[str, str], children: list[SchemaElement], text: str = ""
    ) -> SchemaElement:
        place = pattern.place
        # A pattern that many refer to is written as often.
        self._budget.spend("schema-patterns")
        return SchemaElement(name, attributes, children, text, place.file, place.span, self._namespaces, place.file, [])

    def _pattern(self, pattern: Pattern) -> SchemaElement:
        match pattern:
            case patterns.Choice(_, members):
                return self._composite("choice", pattern, members)
            case patterns.Group(_, members):
                return self._composite("group", pattern, members)
            case patterns.Interleave(_, members):
                return self._composite("interleave", pattern, members)
            case patterns.OneOrMore(_, of):
                return self._make("oneOrMore", pattern, {}, [self._pattern(of)])
            case patterns.List(_, of):
                return self._make("list", pattern, {}, [self._pattern(of)])
            case patterns.Attribute(_, names, of):
                return self._make("attribute", pattern, {}, [self._name_class(names, pattern), self._pattern(of)])
            case patterns.Element():
                return self._make("ref", pattern, {"name": self._names[id(pattern)]}, [])
        return self._leaf(pattern)

    def _composite(self, name: str, pattern: Pattern, members: tuple[Pattern, ...]) -> SchemaElement:
        return self._make(name, pattern, {}, [self._pattern(each) for each in members])

    def _leaf(self, pattern: Pattern) -> SchemaElement:
        match pattern:
            case patterns.Data(_, kind, _, excepted):
                params = [self._make("param", pattern, {"name": name}, [], value) for name, value in kind.params]
                inner = [self._make("except", pattern, {}, [self._pattern(excepted)])] if excepted else []
                attributes = {"type": kind.name, "datatypeLibrary": kind.library}
                return self._make("data", pattern, attributes, params + inner)
            case patterns.Value(_, kind, _, text):
                attributes = {"type": kind.name, "datatypeLibrary": kind.library, "ns": dict(kind.context).get("", "")}
                return self._make("value", pattern, attributes, [], text)
            case patterns.Empty():
                return self._make("empty", pattern, {}, [])
            case patterns.Text():
                return self._make("text", pattern, {}, [])
        return self._make("notAllowed", pattern, {}, [])

    def _name_class(self, names: NameClass, owner: Pattern) -> SchemaElement:
        match names:
            case Name(key):
                return self._make("name", owner, {"ns": namespace_of(key)}, [], local_of(key))
            case NameChoice(members):
                return self._make("choice", owner, {}, [self._name_class(each, owner) for each in members])
            case NsName(namespace, excepted):
                return self._make("nsName", owner, {"ns": namespace}, self._except(excepted, owner))
            case AnyName(excepted):
                return self._make("anyName", owner, {}, self._except(excepted, owner))

    def _except(self, excepted: NameClass | None, owner: Pattern) -> list[SchemaElement]:
        return [self._make("except", owner, {}, [self._name_class(excepted, owner)])] if excepted else []
