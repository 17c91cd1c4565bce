"""The layers of docs/architecture.md: imports point down, and never in a circle."""

import ast
from collections.abc import Callable
from pathlib import Path

import pytest

from support.package_source import MODULES, dotted, nodes

# Lowest first; rooms in one line do not import each other.
LAYERS = (
    ("_version", "errors", "shallow_repr", "signals"),
    ("limits", "messages"),
    ("formats",),
    ("plugins", "storage"),
    ("diagnostics",),
    ("text", "document", "report"),
    ("conventions", "registers"),
    ("letter", "relaxng.datatypes"),
    ("decisions",),
    ("tei", "relaxng.syntax", "p5"),
    # Schematron may stand in either syntax of RELAX NG.
    ("schematron", "relaxng.grammar"),
    ("relaxng.automaton",),
    ("relaxng.validator",),
    ("relaxng",),
    ("odd",),
    ("checks", "exports"),
    ("fixing", "suppression"),
    ("resources", "config"),
    ("inputs",),
    ("validation",),
    ("executors",),
    ("runs",),
    ("learning",),
    ("overview", "rulebook"),
    ("operations",),
    ("api",),
    ("review",),
    ("cli",),
    ("", "__main__"),
)
# What parses arguments and prints.
COMMAND_LINE = ("cli", "__main__")
# rich measures and lays out text in these modules, which return it or write it to a stream that they are given.
USES_RICH = ("cli", "report", "overview.table", "runs.progress")
RANK = {room: rank for rank, rooms in enumerate(LAYERS) for room in rooms}


def room(name: str) -> str:
    """The room that a dotted name below `teikit` stands in."""
    parts = name.split(".") if name else [""]
    if parts[0] == "relaxng" and len(parts) > 1:
        return ".".join(parts[:2])
    return parts[0]


def imports(path: Path) -> set[str]:
    """What a module imports from teikit, as dotted names below `teikit`."""
    found = set()
    for node in nodes(path):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return {name.removeprefix("teikit").removeprefix(".") for name in found if name.split(".")[0] == "teikit"}


@pytest.mark.parametrize("path", MODULES, ids=dotted)
def test_a_module_stands_in_a_known_room(path: Path) -> None:
    assert room(dotted(path)) in RANK


@pytest.mark.parametrize("path", MODULES, ids=dotted)
def test_a_module_imports_only_from_its_own_room_and_from_below(path: Path) -> None:
    own = room(dotted(path))
    for name in imports(path):
        other = room(name)
        assert other == own or RANK[other] < RANK[own], f"{dotted(path)} imports {name}"


@pytest.mark.parametrize("path", MODULES, ids=dotted)
def test_only_the_command_line_knows_click_and_prints(path: Path) -> None:
    if room(dotted(path)) not in COMMAND_LINE:
        assert not command_line_uses(path)
    if not dotted(path).startswith(USES_RICH):
        assert "rich" not in imported_packages(path)


def command_line_uses(path: Path) -> set[str]:
    """What a module uses of the command line: click, `print`, standard output and standard error.

    To replace the streams, as worker processes do, is not to use them.
    """
    found = imported_packages(path) & {"click"}
    for node in nodes(path):
        match node:
            case ast.Call(func=ast.Name(id="print")):
                found.add("print")
            case ast.Attribute(value=ast.Name(id="sys"), attr="stdout" | "stderr", ctx=ast.Load()):
                found.add(node.attr)
            case ast.ImportFrom(module="sys"):
                found |= {alias.name for alias in node.names} & {"stdout", "stderr"}
    return found


@pytest.mark.parametrize("path", MODULES, ids=dotted)
def test_only_the_printer_writes_to_the_terminal(path: Path) -> None:
    if dotted(path) not in {"cli.printing", "__main__"}:
        assert not terminal_writes(path)


def terminal_writes(path: Path) -> set[str]:
    """What a module uses to write to standard output or standard error itself.

    A console of rich must be given the stream or the string that it writes to.
    """
    found = command_line_uses(path) - {"click"}
    for node in nodes(path):
        match node:
            case ast.Attribute(value=ast.Name(id="click"), attr="echo" | "secho" | "clear" | "prompt" | "confirm"):
                found.add(f"click.{node.attr}")
            case ast.Attribute(value=ast.Name(id="sys"), attr="__stdout__" | "__stderr__"):
                found.add(node.attr)
            case ast.Call(func=ast.Attribute(attr="show"), args=[]) if getattr(node.func.value, "id", "") == "error":
                found.add("show")
            case ast.Call(func=ast.Name(id="Console")) if "file" not in {each.arg for each in node.keywords}:
                found.add("Console")
    return found


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import click\nclick.echo('a')", {"click.echo"}),
        ("error.show()", {"show"}),
        ("sys.__stderr__.write('a')", {"__stderr__"}),
        ("Console().print('a')", {"Console"}),
        ("Console(file=out).print('a')", set()),
        ("print('a')", {"print"}),
    ],
)
def test_writes_to_the_terminal_are_found(source: str, expected: set[str], tmp_path: Path) -> None:
    (tmp_path / "module.py").write_text(source, encoding="utf-8")
    assert terminal_writes(tmp_path / "module.py") == expected


def imported_packages(path: Path) -> set[str]:
    """The top-level packages that a module imports."""
    found = set()
    for node in nodes(path):
        if isinstance(node, ast.ImportFrom):
            found.add(str(node.module).partition(".")[0])
        elif isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
    return found


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import click", {"click"}),
        ("from click.core import Context", {"click"}),
        ("print('a')", {"print"}),
        ("import sys\nsys.stderr.write('a')", {"stderr"}),
        ("from sys import stdout", {"stdout"}),
        ("import sys\nsys.stdout = None", set()),
        ("console.print('a')", set()),
    ],
)
def test_uses_of_the_command_line_are_found(source: str, expected: set[str], tmp_path: Path) -> None:
    (tmp_path / "module.py").write_text(source, encoding="utf-8")
    assert command_line_uses(tmp_path / "module.py") == expected


def test_no_two_modules_import_each_other_in_a_circle() -> None:
    known = {dotted(path): path for path in MODULES}
    edges = {
        name: {target for found in imports(path) if (target := _module(found, known))} - {name}
        for name, path in known.items()
    }
    done: set[str] = set()
    for name in edges:
        _walk(name, edges, (), done)


def _module(name: str, known: dict[str, Path]) -> str | None:
    return name if name in known else parent if (parent := name.rpartition(".")[0]) in known else None


def _walk(name: str, edges: dict[str, set[str]], above: tuple[str, ...], done: set[str]) -> None:
    assert name not in above, f"circle: {' -> '.join([*above, name])}"
    if name not in done:
        for target in edges[name]:
            _walk(target, edges, (*above, name), done)
        done.add(name)


def _read_in(*names: str) -> set[str]:
    """The modules that read an attribute of one of these names."""
    return {
        dotted(path)
        for path in MODULES
        for node in nodes(path)
        if isinstance(node, ast.Attribute) and node.attr in names and isinstance(node.ctx, ast.Load)
    }


def test_there_is_one_tokenizer() -> None:
    assert _modules_that(lambda call: getattr(call.func, "attr", "") == "ParserCreate") == {"document.expat"}


def test_a_position_is_made_in_one_place() -> None:
    # Which line and column expat or an error reports; what lxml reports of packages is a line alone.
    reported = _read_in("CurrentLineNumber", "CurrentColumnNumber", "ErrorLineNumber", "ErrorColumnNumber", "lineno")
    assert reported == {"document.reported_positions"}
    # That an offset has is computed in one place; expat counts columns from 0.
    assert _modules_that(_computes_a_position) == {"document.locations", "document.reported_positions"}


def _modules_that(do: Callable[[ast.Call], bool]) -> set[str]:
    """The modules in which some call is of a kind."""
    return {dotted(path) for path in MODULES for node in nodes(path) if isinstance(node, ast.Call) and do(node)}


def _computes_a_position(call: ast.Call) -> bool:
    """Whether a call adds up a Position, counts line breaks, or looks for one backwards."""
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    first = call.args[0] if call.args else None
    if name in {"count", "rfind", "rindex"}:
        return isinstance(first, ast.Constant) and first.value in {"\n", b"\n"}
    return name in {"Position", "point"} and any(isinstance(node, ast.BinOp) for node in ast.walk(call))


def test_checks_know_nothing_of_grammars() -> None:
    rooms = {room(name) for path in MODULES if room(dotted(path)) == "checks" for name in imports(path)}
    assert {each for each in rooms if each.startswith("relaxng")} <= {"relaxng.datatypes"}
