"""Only `teikit.storage` creates, opens for writing, renames, changes or deletes files."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.package_source import MODULES, SRC

# What each module outside of `storage` may do itself, and why.
ALLOWED = {
    "__main__.py": {"os.open": "the null device, in place of a closed stream", "open": "a descriptor of that"},
    "cli/printing.py": {"os.open": "the null device, in place of a closed stream"},
    "executors/worker.py": {"os.open": "the null device", "os.fdopen": "a descriptor of that"},
    "formats/tar.py": {
        "tarfile.open": "into a file that storage opened",
        "gzip_format.GzipFile": "into a file that storage opened",
        "tempfile.SpooledTemporaryFile": "a file without a name",
    },
    "inputs/file_list.py": {"os.open": "the other end of a pipe that is read"},
    "operations/result_database.py": {"sqlite3.connect": "SQLite writes its own files"},
    "text/pdf_process.py": {"os.fdopen": "the pipe to the process that started it"},
}
# They write, whatever their arguments are, if they are called on the module or on a path.
ALWAYS = frozenset({
    "write_text", "write_bytes", "touch", "mkdir", "makedirs", "rmdir", "removedirs", "unlink", "rename", "renames",
    "symlink", "symlink_to", "hardlink_to", "chmod", "lchmod", "fchmod", "chown", "lchown", "fchown", "setxattr",
    "removexattr", "utime", "mkfifo", "mknod", "rmtree", "copy2", "copyfile", "copytree", "copymode", "copystat",
    "make_archive", "unpack_archive", "extractall", "mkstemp", "mkdtemp", "NamedTemporaryFile", "TemporaryFile",
    "TemporaryDirectory", "SpooledTemporaryFile",
})  # fmt: skip
# The same by their whole names, since other types have methods of these names.
ALWAYS_BY_WHOLE_NAME = frozenset({
    "os.remove", "os.replace", "os.link", "os.truncate", "os.ftruncate", "shutil.copy", "shutil.move",
    "sqlite3.connect",
})  # fmt: skip
# Their mode comes second; of `Path.open` it comes first.
OPENERS = frozenset({"open", "io.open", "gzip.open", "bz2.open", "lzma.open", "tarfile.open", "codecs.open"})
READING_FLAGS = {"os.O_RDONLY", "os.O_RDONLY | getattr(os, 'O_BINARY', 0)"}


def writing_calls(source: str) -> Iterator[str]:
    """The names of the calls that write, as they are in the source."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and is_writing(node):
            yield ast.unparse(node.func)


def is_writing(call: ast.Call) -> bool:
    name, last = ast.unparse(call.func), ast.unparse(call.func).rpartition(".")[2]
    if name == "os.open":
        return ast.unparse(call.args[1]) not in READING_FLAGS
    if last in {"open", "fdopen", "ZipFile", "TarFile", "GzipFile"}:
        return is_mode_of_writing(call, is_method=last == "open" and name not in OPENERS)
    # Of a text there are two arguments, of a path one.
    is_renaming = last == "replace" and "." in name and len(call.args) == 1 and not call.keywords
    return last in ALWAYS or name in ALWAYS_BY_WHOLE_NAME or is_renaming


def is_mode_of_writing(call: ast.Call, *, is_method: bool) -> bool:
    named = [each.value for each in call.keywords if each.arg == "mode"]
    texts = [each for each in (*named, *call.args[: 1 if is_method else 2]) if isinstance(each, ast.Constant)]
    modes = [each.value for each in texts if isinstance(each.value, str) and set(each.value) <= set("rwaxbtU+:|gz2*")]
    is_unknown = not is_method and len(call.args) > 1 and not isinstance(call.args[1], ast.Constant)
    return is_unknown or any(set(mode) & set("wax+") for mode in modes)


OTHERS = [path for path in MODULES if path.relative_to(SRC).parts[0] != "storage"]


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: path.relative_to(SRC).as_posix())
def test_only_storage_writes(path: Path) -> None:
    allowed = ALLOWED.get(path.relative_to(SRC).as_posix(), {})
    assert set(writing_calls(path.read_text(encoding="utf-8"))) <= set(allowed)


def test_nothing_is_allowed_that_is_not_done() -> None:
    for name, allowed in ALLOWED.items():
        assert set(allowed) == set(writing_calls((SRC / name).read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "source",
    [
        "open(x, 'w')", "open(x, mode='ab')", "path.open('x')", "path.open(mode='r+')", "open(x, kind)",
        "os.open(x, flags)", "os.open(x, os.O_RDONLY | os.O_CREAT)", "os.fdopen(1, 'wb')", "path.write_text(x)",
        "path.replace(other)", "os.replace(x, y)", "shutil.rmtree(x)", "tempfile.mkstemp()", "zipfile.ZipFile(x, 'w')",
        "TemporaryFile()", "path.unlink()", "os.link(x, y)", "sqlite3.connect(x)", "os.mkdir(x)",
        "tarfile.open(x, 'w:gz')", "gzip.open(x, 'wb')",
    ],
)  # fmt: skip
def test_a_call_that_writes_is_found(source: str) -> None:
    assert list(writing_calls(source))


@pytest.mark.parametrize(
    "source",
    [
        "open(x)", "open(x, 'rb')", "path.open('rb')", "os.open(x, os.O_RDONLY)", "text.replace('a', 'b')",
        "words.remove(x)", "zipfile.ZipFile(x)", "tarfile.open(x)", "replace(value, x=1)", "item._replace(x=1)",
        "system.open(path, 'rb')", "os.fdopen(0, 'rb')",
    ],
)  # fmt: skip
def test_a_call_that_only_reads_is_not(source: str) -> None:
    assert not list(writing_calls(source))
