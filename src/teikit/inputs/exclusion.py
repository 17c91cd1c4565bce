"""Which files and folders a user excludes by globs: those of options, and those of the configurations of the folders.

Globs have the syntax of .gitignore. Those of options are relative to the working folder, those of a configuration to
its folder.
"""

import os
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from teikit.config import Config, config_for
from teikit.errors import ConfigError
from teikit.inputs.gitignore import check_glob, describe_wrong_glob, matches_glob, matches_itself
from teikit.inputs.item import Excluded
from teikit.messages import escape_control

_SETTING = "validate.exclude"


def relative_path(path: str | os.PathLike[str], folder: Path) -> str | None:
    """Return a path from a folder on, with slashes; None where it is not in it."""
    try:
        return Path(os.path.abspath(path)).relative_to(os.path.abspath(folder)).as_posix()  # noqa: PTH100  keeps links
    except ValueError:
        return None


def check_globs(globs: Iterable[str], config: Config, setting: str) -> None:
    """Raise ConfigError where a glob of a setting matches nothing at all."""
    for glob in globs:
        check_glob(glob, escape_control(config.file or ""))
        if wrong := describe_wrong_glob(glob):
            raise config.error(setting, wrong)


class Exclusion:
    """Decides for the entries of folders whether they are excluded."""

    def __init__(self, excluded: Excluded) -> None:
        self._excluded = excluded
        for glob in excluded.globs:
            check_glob(glob, "--exclude")
            if wrong := describe_wrong_glob(glob):
                raise ConfigError(f"--exclude: {wrong}")
        # The entries of a folder come one after the other.
        self._globs_for = lru_cache(maxsize=256)(self._find_globs)

    def excludes_entry(self, folder: str, name: str, *, is_folder: bool) -> bool:
        """Return whether an entry of a folder is excluded; the folder itself is not."""
        known = self._globs_for(folder or ".")
        return any(matches_itself(f"{way}{name}", glob, is_folder=is_folder) for way, globs in known for glob in globs)

    def excludes_file(self, path: str) -> bool:
        """Return whether a file, or a folder that it is in, is excluded."""
        folder, name = os.path.split(path)
        known = self._globs_for(folder or ".")
        return any(matches_glob(f"{way}{name}", glob) for way, globs in known for glob in globs)

    def _find_globs(self, folder: str) -> list[tuple[str, Sequence[str]]]:
        """Return the globs that apply to the entries of a folder, each with the way to it from where they start."""
        config = config_for(os.path.join(folder, "_"), self._excluded.config)  # noqa: PTH118
        check_globs(config.validate.exclude, config, _SETTING)
        found = [(Path(), self._excluded.globs), (config.folder, config.validate.exclude)]
        ways = [(relative_path(folder, start), globs) for start, globs in found if globs]
        return [("" if way == "." else f"{way}/", globs) for way, globs in ways if way is not None]
