"""The files of a run to where their results go: one file, or a folder in which they keep the tree of their sources."""

import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from teikit.errors import OutputError
from teikit.inputs.discover import STDIN, STDIN_NAME
from teikit.inputs.item import Item
from teikit.messages import escape_control
from teikit.storage.files import check_name, check_writable
from teikit.storage.outputs import Outputs


def has_several_targets(items: Sequence[Item]) -> bool:
    """Tell whether results go to a folder: those of a folder do, however few there are."""
    return len(items) > 1 or any(item.is_discovered for item in items)


def targets(  # noqa: PLR0913  what the places depend on
    items: Sequence[Item],
    out: Path,
    suffix: str,
    *,
    force: bool,
    is_ours: Callable[[str, Path], bool],
    inputs: Iterable[str | os.PathLike[str] | None] = (),
) -> dict[int, Path]:
    """Return the file that each item's result goes to, by the item's number; items that are not there have none.

    Folders are made, so that all targets can be written. What `is_ours`, by its source and place, may be replaced.
    `inputs` are read by the run beside the items.

    Raises:
        OutputError: one cannot be written, is a source or another input, or belongs to two.

    """
    into = is_result_folder(items, out)
    there = [item for item in items if not item.fault]
    found = {item.number: out / target_for(item, suffix) if into else out for item in there}
    _check_distinct(there, found)
    for target in found.values():
        check_name(target)
    Outputs(found.values()).check(*(item.name for item in there if item.name != STDIN), *inputs)
    for item in there:
        target = found[item.number]
        if into:
            make_folder_for(item, out)
        check_writable(target, force=force or (os.path.lexists(target) and is_ours(item.name, target)))
    return found


def is_result_folder(items: Sequence[Item], out: Path) -> bool:
    """Tell whether `out` is the folder that results go into, and not the result itself.

    Raises:
        OutputError: no file can be called so.

    """
    check_name(out)
    return has_several_targets(items) or out.is_dir()


def target_for(item: Item, suffix: str) -> Path:
    """Return the place of an item's result within the folder of results."""
    return Path(item.relative_folder, (STDIN_NAME if item.name == STDIN else Path(item.name).stem) + suffix)


def _check_distinct(items: Iterable[Item], found: dict[int, Path]) -> None:
    taken: set[str] = set()
    for item in items:
        # Where case does not count, a.xml and A.xml are one.
        target = str(found[item.number]).lower()
        if target in taken:
            raise OutputError(
                f"{escape_control(found[item.number])}: two files would go there; "
                f"the second is {escape_control(item.name)}"
            )
        taken.add(target)


def make_folder_for(item: Item, out: Path) -> Path:
    """Make the folder that an item's results go to, and return it.

    Raises:
        OutputError: it cannot be made, or a link leads out of `out`.

    """
    folder = out / item.relative_folder
    if os.path.lexists(folder) and not folder.is_dir():
        raise OutputError(f"{escape_control(folder)}: is no folder, which the results need")
    try:
        if not folder.resolve().is_relative_to(out.resolve()):
            raise OutputError(f"{escape_control(folder)}: a link leads out of {escape_control(out)}")
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or "a link leads to itself"
        raise OutputError(f"{escape_control(folder)}: cannot be made ({reason.lower()})") from None
    return folder
