"""Makes file names that are safe on every file system from texts of documents."""

import unicodedata
from collections.abc import Iterable, Iterator

_MAX_LENGTH = 100
_MAX_SUFFIX = 16
# Windows reserves these names for devices, with any suffix.
_DEVICES = frozenset({"CON", "PRN", "AUX", "NUL", *(f"{port}{n}" for port in ("COM", "LPT") for n in range(10))})
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")


def _ascii(text: str) -> str:
    """Return letters without accents: file systems normalise them differently, so that checksums would not match."""
    plain = unicodedata.normalize("NFKD", text.replace("ß", "ss"))
    return "".join(one for one in plain if not unicodedata.combining(one))


def safe_name(text: str, suffix: str = "") -> str:
    """Return a file name of at most 100 ASCII letters, digits, `-`, `_` and `.`; never a device, never `..`."""
    name = "".join(one if one in _PLAIN else "_" for one in _ascii(text)).strip(". ")
    name = name[: _MAX_LENGTH - len(suffix)].rstrip(".") or "_"
    if name.split(".")[0].upper() in _DEVICES:
        name = f"_{name}"[: _MAX_LENGTH - len(suffix)]
    return name + suffix


def safe_suffix(suffix: str) -> str:
    """Return the suffix of a file name in small ASCII letters and digits, with its dot; empty if nothing is left."""
    kept = "".join(one for one in _ascii(suffix).lower() if one in _PLAIN and one != ".")
    return f".{kept[:_MAX_SUFFIX]}" if kept else ""


def unique_names(parts: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield a safe name for each text with its suffix, unique also on case-insensitive file systems."""
    taken: set[str] = set()
    # The last number that was given to texts with the same name.
    numbers: dict[str, int] = {}
    for text, suffix in parts:
        name = safe_name(text, suffix)
        first = name.lower()
        while name.lower() in taken:
            numbers[first] = numbers.get(first, 1) + 1
            name = safe_name(text[: _MAX_LENGTH - 10], f"-{numbers[first]}{suffix}")
        taken.add(name.lower())
        yield name


def safe_names(texts: Iterable[str], suffix: str = "") -> Iterator[str]:
    """Yield a safe name for each text, as `unique_names` does."""
    return unique_names((text, suffix) for text in texts)
