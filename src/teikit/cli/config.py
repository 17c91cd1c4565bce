"""`teikit config`: which settings apply, and which file and line set them."""

from pathlib import Path
from typing import Any

import click

from teikit.cli.printing import print_line
from teikit.config import Config, FileRules, config_for
from teikit.limits import LIMITS

config_option = click.option(
    "--config",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The configuration file, instead of the nearest one.",
)


@click.command(name="config")
@click.argument("path", default=".", metavar="[PATH]")
@config_option
def command(path: str, config: Path | None) -> int:
    """Show which settings apply to a file or folder (by default this folder), and where each is set.

    They come from the nearest teikit.toml, or pyproject.toml with a table [tool.teikit], upward from the file.
    """
    folder = Path(path).is_dir()
    found = config_for(Path(path) / "_" if folder else path, config)
    print_line(f"# {found.file}" if found.file else "# no configuration: all settings are defaults")
    for name in ("encode", "validate", "export"):
        print_line("")
        print_line(f"[{name}]")
        for setting in getattr(found, name)._fields:
            print_line(_format_setting(found, name, setting))
    print_line("")
    print_line("[limits]")
    for name, each in LIMITS.items():
        line = found.lines.get(f"limits.{name}")
        print_line(f"{name} = {found.limits.get(name, each.value)}  # {f'line {line}' if line else 'default'}")
    return 0


def _format_setting(found: Config, table: str, field: str) -> str:
    key = field.replace("_", "-")
    line = found.lines.get(f"{table}.{key}")
    why = f"line {line}" if line else "default"
    return f"{key} = {_format_value(getattr(getattr(found, table), field))}  # {why}"


def _format_value(value: Any) -> str:
    """Return a value as TOML writes it."""
    if isinstance(value, str):
        plain = value.replace("\\", "\\\\").replace('"', '\\"')
        escaped = "".join(char if char.isprintable() else f"\\U{ord(char):08X}" for char in plain)
        return f'"{escaped}"'
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, FileRules):
        value = {
            key: each
            for key, each in (("path", value.globs), ("ignore", value.ignore), ("select", value.select))
            if each
        }
    if isinstance(value, tuple):
        return f"[{', '.join(map(_format_value, value))}]"
    inner = ", ".join(f"{_format_value(key)} = {_format_value(each)}" for key, each in value.items())
    return f"{{ {inner} }}" if inner else "{}"
