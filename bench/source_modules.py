"""Parses a Python file to a module with its functions, classes and imports, without importing it."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

Function = ast.FunctionDef | ast.AsyncFunctionDef
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


class Def(NamedTuple):
    """A function or class: its qualified name, and whether all parts of that are public."""

    name: str
    node: Function | ast.ClassDef
    is_public: bool


@dataclass(frozen=True, eq=False)
class Module:
    """A module of a package; its name is dotted and begins below the package, which itself is ""."""

    path: Path
    file: str

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @cached_property
    def name(self) -> str:
        return self.file.removesuffix(".py").replace("/", ".").removesuffix("__init__").removesuffix(".")

    @property
    def lines(self) -> int:
        return self.text.count("\n")

    @cached_property
    def defs(self) -> list[Def]:
        return list(_defs(self.tree, "", is_public=True))

    @cached_property
    def functions(self) -> list[Def]:
        return [each for each in self.defs if isinstance(each.node, FUNCTIONS)]

    def where(self, each: Def) -> str:
        return f"{self.file}:{each.node.lineno} {each.name}"


def _defs(node: ast.AST, prefix: str, *, is_public: bool) -> Iterator[Def]:
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, (*FUNCTIONS, ast.ClassDef)):
            yield from _defs(child, prefix, is_public=is_public)
            continue
        name, shown = prefix + child.name, is_public and not child.name.startswith("_")
        yield Def(name, child, shown)
        # What a function defines inside is private to it.
        yield from _defs(child, f"{name}.", is_public=shown and isinstance(child, ast.ClassDef))


def called_name(call: ast.Call) -> str:
    """Return the last name of what a call calls, "" if it has none."""
    func = call.func
    return func.attr if isinstance(func, ast.Attribute) else func.id if isinstance(func, ast.Name) else ""


def imported_names(module: Module) -> set[str]:
    """Return every name that a module imports, dotted, wherever the import is."""
    names = set()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names
