"""Finds functions that compute a line or a column by themselves.

A function does so if it

- reads it off a parser, an element or an exception (CurrentLineNumber, sourceline, lineno, ...);
- counts line breaks, or looks backwards for one;
- bisects, and has a name `line` or makes a Position (a search in line starts);
- finds all line breaks by a pattern (a list of line starts);
- adds or subtracts inside of a call of Position or point.

It does not if it splits a text into lines and numbers them with enumerate, passes a Position on, or turns a line and a
column into an offset.
"""

import ast
import re
from collections.abc import Iterator

from bench.source_modules import FUNCTIONS, Module, called_name

POSITION_ATTRIBUTES = frozenset(
    """CurrentLineNumber CurrentColumnNumber ErrorLineNumber ErrorColumnNumber sourceline lineno colno""".split()
)
POSITION_TYPES = frozenset({"Position", "point"})
LINE_BREAKS = frozenset({"\n", b"\n"})
LINE_BREAK_PATTERN = re.compile(r"""(?:\\r|\r|\\n|\n|[?|\[\]()]|:)+""")


def find_position_arithmetic(module: Module) -> Iterator[tuple[str, list[str]]]:
    """Yield the place of each function of a module that computes one, and how it does so."""
    patterns = _line_break_patterns(module)
    for each in module.functions:
        if reasons := sorted(set(_reasons(each.node, patterns))):
            yield module.where(each), reasons


def _own(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes inside a function without those of the functions inside it."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, FUNCTIONS):
            yield child
            yield from _own(child)


def _line_break_patterns(module: Module) -> set[str]:
    """Return the module's constants that are patterns of line breaks and of nothing else."""
    return {
        target.id
        for node in module.tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and _is_compiled_line_break(node.value)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def _is_compiled_line_break(call: ast.Call) -> bool:
    return called_name(call) == "compile" and _is_line_break(call.args)


def _is_line_break(args: list[ast.expr]) -> bool:
    value = args[0].value if args and isinstance(args[0], ast.Constant) else None
    text = value.decode("latin-1") if isinstance(value, bytes) else value
    return isinstance(text, str) and "n" in text.replace("\n", "n") and bool(LINE_BREAK_PATTERN.fullmatch(text))


def _reasons(function: ast.AST, patterns: set[str]) -> Iterator[str]:
    nodes = list(_own(function))
    names = {node.id for node in nodes if isinstance(node, ast.Name)}
    for node in nodes:
        if isinstance(node, ast.Attribute) and node.attr in POSITION_ATTRIBUTES and isinstance(node.ctx, ast.Load):
            yield node.attr
        elif isinstance(node, ast.Call) and (reason := _reason(node, names, patterns)):
            yield reason


def _reason(call: ast.Call, names: set[str], patterns: set[str]) -> str:
    name = called_name(call)
    if name in {"count", "rfind", "rindex"} and _is_break(call.args[:1]):
        return f"{name} of line breaks"
    if name == "finditer" and (_is_line_break(call.args) or _receiver(call) in patterns):
        return "line starts"
    if name.startswith("bisect") and names & {"line", *POSITION_TYPES}:
        return name
    return "calculation" if _makes_position(call) and any(map(_calculates, call.args)) else ""


def _is_break(args: list[ast.expr]) -> bool:
    return bool(args) and isinstance(args[0], ast.Constant) and args[0].value in LINE_BREAKS


def _receiver(node: ast.Call) -> str:
    value = node.func.value if isinstance(node.func, ast.Attribute) else None
    return value.id if isinstance(value, ast.Name) else ""


def _makes_position(call: ast.Call) -> bool:
    """Whether a call is `Position(line, column)` or the faster `new(Position, (line, column))`."""
    first = call.args[0] if len(call.args) == 2 else None
    return called_name(call) in POSITION_TYPES or (isinstance(first, ast.Name) and first.id == "Position")


def _calculates(node: ast.expr) -> bool:
    return any(isinstance(each, ast.BinOp) and isinstance(each.op, ast.Add | ast.Sub) for each in ast.walk(node))
