"""The modules of the package, for tests that read their source."""

import ast
from collections.abc import Iterator
from pathlib import Path

SRC = Path(__file__).parents[2] / "src" / "teikit"
MODULES = sorted(SRC.rglob("*.py"))


def dotted(path: Path) -> str:
    """Return the dotted name of a module below `teikit`, "" for the package itself."""
    parts = list(path.relative_to(SRC).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def nodes(path: Path) -> Iterator[ast.AST]:
    """Yield all nodes of a module's syntax tree."""
    yield from ast.walk(ast.parse(path.read_text(encoding="utf-8")))
