"""Functions that a schema declares itself (XSLT's `xsl:function`), as functions of a parser of XPath 3.1."""

from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from teikit.schematron.model import Binding
from teikit.schematron.xpath.bounds import BoundedTable, Parser
from teikit.schematron.xpath.context import Context
from teikit.schematron.xpath.parsers import parser_class
from teikit.schematron.xpath.spending import current_spending
from teikit.shallow_repr import ShallowRepr

# elementpath's token, which is not typed.
Token = Any
_PREFIX = "teikit-functions-"


@dataclass(slots=True, eq=False, repr=False)
class UserFunction(ShallowRepr):
    """A function: its name, its parameters, and its body once that is parsed.

    `uses` are the global variables of the body, and of those of the functions that it calls.
    """

    namespace: str
    name: str
    parameters: tuple[str, ...]
    body: Token = None
    uses: frozenset[str] = field(default_factory=frozenset)

    def call(self, context: Context, arguments: list[list[Any]]) -> list[Any]:
        """Return the value for arguments; the focus of the call is not known in the body."""
        # Each call counts as a step.
        inner = copy(context)
        shared = {name: context.shared[name] for name in self.uses if name in context.shared}
        inner.variables = {**shared, **dict(zip(self.parameters, arguments, strict=True))}
        inner.item = context.root  # type: ignore[assignment]  # there is one in all contexts that are made here
        value = list(self.body.select(inner))
        current_spending().take_items(len(value))
        return value


class FunctionLibrary:
    """The functions of a schema, and the parser that knows them."""

    def __init__(self, functions: Iterable[UserFunction], binding: Binding, allowed: frozenset[str]) -> None:
        self.functions = tuple(functions)
        self.parser = _parser(self.functions, parser_class(binding, allowed))

    def called(self, token: Token) -> list[UserFunction]:
        """Return the functions that an expression calls itself."""
        found = (getattr(each, "user_functions", None) for each in token.iter())
        return [function for group in found if group for function in group.values()]

    def uses(self, token: Token) -> frozenset[str]:
        """Return the global variables of the functions that an expression calls, directly or indirectly."""
        return frozenset().union(*(each.uses for each in self.called(token)))

    def complete_uses(self, own: Mapping[UserFunction, frozenset[str]]) -> None:
        """Set the variables that the functions use, from those that their bodies use themselves."""
        calls = {each: self.called(each.body) for each in self.functions if each.body is not None}
        for each in self.functions:
            reached, waiting = {each}, [each]
            while waiting:
                for function in calls.get(waiting.pop(), ()):
                    if function not in reached:
                        reached.add(function)
                        waiting.append(function)
            each.uses = frozenset().union(*(own.get(function, frozenset()) for function in reached))


def _parser(functions: tuple[UserFunction, ...], base: Parser) -> Parser:
    spaces = {each.namespace: f"{_PREFIX}{number}" for number, each in enumerate(functions)}

    class Extended(base):  # type: ignore[valid-type, misc]  # the class is not known before
        """XPath 3.1 with the functions of a schema."""

        tokenizer = None

    Extended.function_signatures = dict(base.function_signatures)
    # Where elementpath looks up the prefix of a function that is added.
    Extended.DEFAULT_NAMESPACES = {**base.DEFAULT_NAMESPACES, **{prefix: uri for uri, prefix in spaces.items()}}

    groups: dict[tuple[str, str], dict[int, UserFunction]] = {}
    for each in functions:
        groups.setdefault((each.namespace, each.name), {})[len(each.parameters)] = each
    for (namespace, name), by_arity in groups.items():
        arities = min(by_arity), max(by_arity)
        types = ("item()*",) * (arities[1] + 1)
        token = Extended.function(name, prefix=spaces[namespace], nargs=arities, sequence_types=types)
        token.user_functions = by_arity
        token.evaluate = _evaluate
    Extended.symbol_table = BoundedTable(Extended.symbol_table)
    made: Parser = Extended
    return made


def _evaluate(self: Token, context: Any = None) -> Any:
    if context is None:
        raise self.missing_context()
    function = self.user_functions.get(len(self))
    if function is None or function.body is None:
        raise self.error("XPST0017", f"there is no function '{self.symbol}' with {len(self)} arguments")
    return function.call(context, [list(each.select(copy(context))) for each in self])
