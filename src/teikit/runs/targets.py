"""The files of a run to the targets of their results: one file, or a folder with the same tree as the sources."""

import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from teikit.errors import OutputError
from teikit.inputs.discover import STDIN, STDIN_NAME
from teikit.inputs.item import Item
from teikit.messages import escape_control
from teikit.storage.files import check_name, check_writable, make_folder
from teikit.storage.outputs import Outputs, check_no_links


def has_several_targets(items: Sequence[Item]) -> bool:
    """Return whether results go to a folder: those of a folder always do, even a single one."""
    return len(items) > 1 or any(item.is_discovered for item in items)


def targets(  # noqa: PLR0913  all that targets depend on
    items: Sequence[Item],
    out: Path,
    suffix: str,
    *,
    force: bool,
    is_ours: Callable[[str, Path], bool],
    inputs: Iterable[str | os.PathLike[str] | None] = (),
) -> dict[int, Path]:
    """Return the target of each item's result, by the item's number; items with a fault have none.

    Folders are created, so that all targets can be written. A file that `is_ours`, by source and target, may be
    replaced. `inputs` are the other files that the run reads.

    Raises:
        OutputError: a target cannot be written, is a source or another input, or is that of two items.
    """
    into = is_result_folder(items, out)
    there = [item for item in items if not item.fault]
    found = {item.number: out / target_for(item, suffix) if into else out for item in there}
    _check_distinct(there, found)
    for target in found.values():
        check_name(target)
    Outputs(found.values()).check(*(item.name for item in there if item.name != STDIN), *inputs)
    for item in there:
        if into:
            make_folder_for(item, out)
        target = found[item.number]
        check_writable(target, force=force or (os.path.lexists(target) and is_ours(item.name, target)))
    return found


def is_result_folder(items: Sequence[Item], out: Path) -> bool:
    """Return whether `out` is the folder of the results, and not the result itself.

    Raises:
        OutputError: it is not a valid file name.
    """
    check_name(out)
    return has_several_targets(items) or out.is_dir()


def target_for(item: Item, suffix: str) -> Path:
    """Return the path of an item's result within the folder of results."""
    return Path(item.relative_folder, (STDIN_NAME if item.name == STDIN else Path(item.name).stem) + suffix)


def _check_distinct(items: Iterable[Item], found: dict[int, Path]) -> None:
    taken: set[str] = set()
    for item in items:
        # On some file systems a.xml and A.xml are the same file.
        target = str(found[item.number]).lower()
        if target in taken:
            second = escape_control(item.name)
            raise OutputError(f"{escape_control(found[item.number])}: two files would go there; the second is {second}")
        taken.add(target)


def make_folder_for(item: Item, out: Path) -> Path:
    """Create the folder of an item's results, and return it.

    Raises:
        OutputError: it cannot be created, or a link leads out of `out`.
    """
    folder = out / item.relative_folder
    if os.path.lexists(folder) and not folder.is_dir():
        raise OutputError(f"{escape_control(folder)}: is no folder, which the results need")
    try:
        if not folder.resolve().is_relative_to(out.resolve()):
            raise OutputError(f"{escape_control(folder)}: a link leads out of {escape_control(out)}")
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or "a link leads to itself"
        raise OutputError(f"{escape_control(folder)}: cannot be made ({reason.lower()})") from None
    check_no_links(out, folder / "result")
    make_folder(folder)
    return folder
