"""docs/architecture.md and docs/modules.md are true to the source.

docs/modules.md and the layers in docs/architecture.md are generated; write them again with
`TEIKIT_UPDATE_GOLDEN=1 python -m pytest tests/test_architecture_pages.py`.
"""

import ast
import os
import re
from itertools import groupby
from pathlib import Path

from support.package_source import MODULES, SRC, dotted
from test_architecture import LAYERS

DOCS = Path(__file__).parents[1] / "docs"
MAP = DOCS / "architecture.md"
BLOCK = re.compile(r"(?<=<!-- layers -->\n)(.*?)(?=<!-- end of layers -->)", re.DOTALL)
HEAD = """# Modules

All modules of teikit with the first line of their docstring, by package; generated from the source. How the packages
work together is in [architecture.md](architecture.md). Search this page for a word of what you look for.
"""


def layers() -> str:
    """The layers as a list, lowest first; packages on one line do not import each other."""
    rows = ([each for each in packages if each not in {"", "__main__"}] for packages in LAYERS)
    return "".join(f"{number}. {', '.join(row)}\n" for number, row in enumerate(filter(None, rows), 1))


def package(path: Path) -> str:
    return "/".join(("teikit", *path.parent.relative_to(SRC).parts))


def first_line(path: Path) -> str:
    return (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").partition("\n")[0]


def modules() -> str:
    """The page of all modules."""
    page = [HEAD]
    for name, paths in groupby(sorted(MODULES, key=lambda each: (package(each), each.stem)), key=package):
        own = list(paths)
        about = next((first_line(each) for each in own if each.stem == "__init__"), "")
        page.append(f"## `{name}`\n\n{about}\n\n| module | |\n|---|---|")
        page += [f"| `{each.stem}` | {first_line(each)} |" for each in own if each.stem != "__init__"]
        page.append("")
    return "\n".join(page)


def check(path: Path, expected: str) -> None:
    if "TEIKIT_UPDATE_GOLDEN" in os.environ:
        path.write_text(expected, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == expected


def test_the_page_of_modules_has_every_module() -> None:
    check(DOCS / "modules.md", modules())


def test_the_map_has_the_layers_that_the_tests_hold() -> None:
    check(MAP, BLOCK.sub(lambda _: layers(), MAP.read_text(encoding="utf-8")))


def test_the_map_names_every_package() -> None:
    text = MAP.read_text(encoding="utf-8")
    names = {dotted(path).split(".")[0] for path in MODULES} - {"", "__main__", "_version"}
    assert {each for each in names if not re.search(rf"\b{each}\b", text)} == set()


def test_what_the_map_calls_an_entry_point_is_there() -> None:
    named = re.findall(r"`((?:\w+\.)+\w+)`", MAP.read_text(encoding="utf-8"))
    known = {dotted(path): path for path in MODULES}
    for each in named:
        module, _, name = each.rpartition(".")
        if name != "py" and each not in known and module in known:
            assert re.search(rf"\b{name}\b", known[module].read_text(encoding="utf-8")), each


def test_files_that_the_pages_on_the_code_name_are_there() -> None:
    for page in (MAP, DOCS.parent / "CONTRIBUTING.md"):
        for each in re.findall(r"`((?:\w+/)+\w+\.py)`", page.read_text(encoding="utf-8")):
            assert "NAME" in each or (SRC / each).exists() or (DOCS.parent / each).exists(), f"{page.name}: {each}"
