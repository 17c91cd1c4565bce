"""The structure of the source in figures, one a line: layers, names, sizes, docstrings, docs.

    python -m bench.structure [SRC] [-v]

SRC is a package's folder, by default src/teikit; any other checkout's will do. `-v` lists the offenders of each figure.
Docs are looked for in `docs/*.md` two folders above SRC. Nothing is imported from SRC: its text is parsed.
"""

import argparse
import ast
import io
import re
import statistics
import tokenize
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from bench.position_arithmetic import find_position_arithmetic
from bench.source_modules import FUNCTIONS, Module, called_name, imported_names

try:
    from radon.complexity import cc_visit
except ImportError:
    cc_visit = None

Documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
SRC = Path(__file__).parents[1] / "src" / "teikit"
MOST_LINES, MOST_FILE_LINES, MOST_COMPLEXITY = 55, 400, 15

# Irregular participles that are not also an imperative (so not `bound`, `cut`, `put`, `read`, `set`).
IRREGULAR = frozenset(
    """begun bent bitten borne bought broken brought built caught chosen clung dealt done drawn driven eaten
    fallen felt forgiven forgotten fought found fled flown frozen given gone gotten grown heard held hidden hung kept
    known laid lain led left lent lost made meant met paid proven risen said seen sent sewn shaken shown shrunk slept
    sold sought spent spoken spun stolen stood stricken struck stuck sung sunk sworn swept swung taken taught thought
    thrown told torn understood unbound undone unmade unseen woken won worn woven written""".split()
)
# Words in -ed that are nouns or verbs in the imperative.
NO_PARTICIPLES = frozenset(
    """bed bleed breed creed deed embed exceed feed greed heed indeed need proceed red reed seed shed shred sled speed
    succeed wed weed""".split()
)
SPAN = re.compile(r"`([^`\n]+)`")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
PATH = re.compile(r"\w+(?:[./]\w+)+")


class Figure(NamedTuple):
    """One line of the output, and what is listed below it on demand."""

    label: str
    value: str
    offenders: list[str]


def _share(count: int, total: int) -> str:
    return f"{count} of {total} ({100 * count / max(1, total):.1f} %)"


def presentation(modules: list[Module]) -> Figure:
    """Count modules that import click or rich or write to the standard streams; cli/ and the program's __main__ may."""
    kinds, offenders = Counter[str](), []
    for module in modules:
        if module.name == "__main__" or module.name.split(".")[0] == "cli":
            continue
        if used := sorted(_presented(module)):
            offenders.append(f"{module.file}: {', '.join(used)}")
            kinds.update(used)
    detail = ", ".join(f"{kind} {count}" for kind, count in sorted(kinds.items()))
    return Figure("modules below cli/ that present", f"{len(offenders)} ({detail or 'none'})", offenders)


def _presented(module: Module) -> set[str]:
    used = {top for name in imported_names(module) if (top := name.split(".")[0]) in {"click", "rich"}}
    used |= {name for name in imported_names(module) if name in {"sys.stdout", "sys.stderr"}}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print":
            used.add("print")
        elif isinstance(node, ast.Attribute) and node.attr in {"stdout", "stderr"}:
            used |= {f"sys.{node.attr}"} if isinstance(node.value, ast.Name) and node.value.id == "sys" else set()
    return used


def parsers(modules: list[Module]) -> Figure:
    """Count modules that call expat's ParserCreate."""
    calls = [
        f"{module.file}:{node.lineno}"
        for module in modules
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and called_name(node) == "ParserCreate"
    ]
    files = {call.partition(":")[0] for call in calls}
    return Figure("modules that call ParserCreate", f"{len(files)} ({len(calls)} calls)", calls)


def positions(modules: list[Module]) -> Figure:
    """Count functions that compute a line or a column; `bench/position_arithmetic.py` says how they are found."""
    found = [(module.file, where, reasons) for module in modules for where, reasons in find_position_arithmetic(module)]
    value = f"{len(found)} in {len({file for file, _, _ in found})} modules"
    return Figure(
        "functions that compute a line or column", value, [f"{where}: {', '.join(why)}" for _, where, why in found]
    )


def participles(modules: list[Module]) -> Figure:
    """Count functions and methods whose name, without underscores around it, is one word and a past participle."""
    named = [(module, each) for module in modules for each in module.functions]
    offenders = [module.where(each) for module, each in named if is_participle(each.node.name)]
    return Figure("functions named by a bare past participle", _share(len(offenders), len(named)), offenders)


def is_participle(name: str) -> bool:
    """Whether a function's name is nothing but a past participle."""
    word = name.strip("_")
    return word in IRREGULAR or (word.isalpha() and word.endswith("ed") and word not in NO_PARTICIPLES)


def homonyms(modules: list[Module]) -> Figure:
    """Count class names that several files define; a leading underscore makes another name."""
    files: dict[str, set[str]] = defaultdict(set)
    for module in modules:
        for each in module.defs:
            if isinstance(each.node, ast.ClassDef):
                files[each.node.name].add(module.file)
    several = {name: sorted(where) for name, where in files.items() if len(where) > 1}
    order = sorted(several.items(), key=lambda item: (-len(item[1]), item[0]))
    offenders = [f"{name} ({len(where)}): {', '.join(where)}" for name, where in order]
    value = f"{len(several)} ({sum(map(len, several.values()))} definitions)"
    return Figure("class names in several files", value, offenders)


def complexity(modules: list[Module]) -> list[Figure]:
    """Measure McCabe's complexity by radon, of a function with what it defines inside."""
    label = f"functions of a complexity over {MOST_COMPLEXITY}"
    if cc_visit is None:
        return [Figure(label, "not measured: radon is not installed", [])]
    found = [
        (block.complexity, f"{module.file}:{block.lineno} {block.fullname}: {block.complexity}")
        for module in modules
        for block in cc_visit(module.text)
        if block.letter in "FM"
    ]
    over = [where for count, where in sorted(found, reverse=True) if count > MOST_COMPLEXITY]
    return [Figure(label, str(len(over)), over), _longest("greatest complexity", found)]


def _longest(label: str, found: list[tuple[int, str]]) -> Figure:
    most = max(found, default=(0, ""))
    return Figure(label, str(most[0]), [where for count, where in found if count == most[0]])


def lengths(modules: list[Module]) -> list[Figure]:
    """Measure functions in lines, from `def` to the end, docstrings included."""
    found = [
        (lines, f"{module.where(each)}: {lines}")
        for module in modules
        for each in module.functions
        if (lines := (each.node.end_lineno or 0) - each.node.lineno + 1)
    ]
    counts = sorted(lines for lines, _ in found) or [0]
    over = [where for lines, where in sorted(found, reverse=True) if lines > MOST_LINES]
    return [
        Figure("function lines: median", f"{statistics.median(counts):g}", []),
        Figure("function lines: 90th percentile", str(counts[int(len(counts) * 0.9)]), []),
        _longest("function lines: longest", found),
        Figure(f"functions over {MOST_LINES} lines", str(len(over)), over),
    ]


def undocumented(modules: list[Module], src: Path) -> Figure:
    """Count modules and packages that no page of docs/ names: `c` or a/b/c, or c in a code block of architecture.md.

    A path may have dots, may begin inside of a package (b/c), and may end in `.py`.
    """
    pages = {page.name: page.read_text(encoding="utf-8") for page in (src.parents[1] / "docs").glob("*.md")}
    words = {word.strip().removesuffix(".py").strip("/") for text in pages.values() for word in SPAN.findall(text)}
    for block in FENCE.findall(pages.get("architecture.md", "")):
        words |= set(re.findall(r"\w+", block))
    paths = {_dotted(path, src.name) for text in pages.values() for path in PATH.findall(text)}
    offenders = [module.file for module in modules if module.name and not _is_named(module, words, paths)]
    return Figure("modules named on no page of docs/", _share(len(offenders), len(modules)), offenders)


def _dotted(path: str, package: str) -> str:
    dotted = path.removesuffix(".py").replace("/", ".")
    return dotted.removeprefix("src.").removeprefix(f"{package}.")


def _is_named(module: Module, words: set[str], paths: set[str]) -> bool:
    parts = module.name.split(".")
    inside = {".".join(parts[start:]) for start in range(len(parts) - 1)}
    return parts[-1] in words or not paths.isdisjoint(inside)


def cycles(modules: list[Module], package: str) -> Figure:
    """Count groups of modules that import each other in a circle, imports inside functions included."""
    known = {module.name for module in modules}
    edges = {module.name: _targets(module, known, package) - {module.name} for module in modules}
    above = {name: _reached(name, edges) for name in edges}
    groups = {frozenset(other for other in reached if name in above[other]) for name, reached in above.items()}
    offenders = sorted(" <-> ".join(sorted(group)) for group in groups if group)
    return Figure("import cycles", str(len(offenders)), offenders)


def _targets(module: Module, known: set[str], package: str) -> set[str]:
    inside = {name.removeprefix(f"{package}.") for name in imported_names(module) if name.split(".")[0] == package}
    return {name if name in known else name.rpartition(".")[0] for name in inside} & known


def _reached(name: str, edges: dict[str, set[str]]) -> set[str]:
    """Return the modules that a module imports, directly or by others; itself only if it is in a circle."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        new = edges[waiting.pop()] - found
        found |= new
        waiting += new
    return found


def docstrings(modules: list[Module]) -> list[Figure]:
    """Count docstrings of what is public: no underscore in its path, not inside of a function."""
    public = [(module, each) for module in modules if _is_public(module) for each in module.defs if each.is_public]
    functions = [(module.where(each), each.node) for module, each in public if isinstance(each.node, FUNCTIONS)]
    classes = [(module.where(each), each.node) for module, each in public if isinstance(each.node, ast.ClassDef)]
    files = [(module.file, module.tree) for module in modules if _is_public(module)]
    return [_documented("modules", files), _documented("classes", classes), _documented("functions", functions)]


def _is_public(module: Module) -> bool:
    return not any(part.startswith("_") for part in module.name.split("."))


def _documented(label: str, found: Sequence[tuple[str, Documented]]) -> Figure:
    without = [where for where, node in found if not ast.get_docstring(node)]
    return Figure(f"public {label} with a docstring", _share(len(found) - len(without), len(found)), without)


def sizes(modules: list[Module]) -> list[Figure]:
    """Count lines, long files, and lines that have a comment, alone or after code."""
    total = sum(module.lines for module in modules)
    over = [f"{module.file}: {module.lines}" for module in modules if module.lines > MOST_FILE_LINES]
    comments = sum(map(_comment_lines, modules))
    return [
        Figure("lines of src", f"{total} in {len(modules)} modules", []),
        Figure(f"files over {MOST_FILE_LINES} lines", str(len(over)), over),
        Figure("lines with a comment", _share(comments, total), []),
    ]


def _comment_lines(module: Module) -> int:
    tokens = tokenize.generate_tokens(io.StringIO(module.text).readline)
    return sum(token.type == tokenize.COMMENT for token in tokens)


def figures(src: Path) -> Iterator[Figure]:
    """Yield all figures of a package's folder."""
    modules = [Module(path, path.relative_to(src).as_posix()) for path in sorted(src.rglob("*.py"))]
    yield presentation(modules)
    yield parsers(modules)
    yield positions(modules)
    yield cycles(modules, src.name)
    yield participles(modules)
    yield homonyms(modules)
    yield from complexity(modules)
    yield from lengths(modules)
    yield from docstrings(modules)
    yield undocumented(modules, src)
    yield from sizes(modules)


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(prog="python -m bench.structure")
    parser.add_argument("src", nargs="?", type=Path, default=SRC, help="the package's folder (default: src/teikit)")
    parser.add_argument("-v", "--verbose", action="store_true", help="list the offenders of each figure")
    options = parser.parse_args()
    for figure in figures(options.src.resolve()):
        print(f"{figure.label:44} {figure.value}")
        for offender in figure.offenders if options.verbose else ():
            print(f"    {offender}")


if __name__ == "__main__":
    main()
