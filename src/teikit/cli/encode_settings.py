"""What holds for `teikit encode`: its options first, then the metadata file, then the project's configuration."""

from dataclasses import replace
from pathlib import Path

from teikit.api import HYPHENS, KEEP, EncodeOptions
from teikit.config import Config, config_for, suggest_key
from teikit.conventions import NONE, PROFILES
from teikit.errors import ConfigError
from teikit.messages import escape_control
from teikit.tei.metadata import MetadataFile

# Settings of the configuration by the keys of metadata that they are the defaults of.
_METADATA = {
    "publisher": "publisher",
    "licence": "licence",
    "editor": "editors",
    "repository": "repository",
    "series": "series",
}


def encode_options(source: str, config: Path | None, options: EncodeOptions, known: MetadataFile) -> EncodeOptions:
    """Return how a source is read; the metadata of the configuration hold where the metadata file says nothing.

    Raises:
        ConfigError, UnreadableInputError: The configuration or the conventions are wrong.

    """
    settings = config_for(source, config)
    defaults = {key: value for key, name in _METADATA.items() if (value := getattr(settings.encode, name))}
    hyphens = options.get("hyphens") or settings.encode.hyphens or KEEP
    if hyphens not in HYPHENS:
        raise _setting_error(settings, "hyphens", f"'{KEEP}' or '{HYPHENS[1]}'{suggest_key(hyphens, HYPHENS)}")
    conventions = options.get("conventions") or _conventions(settings)
    return {
        "language": options.get("language") or settings.encode.language or None,
        "encoding": options.get("encoding"),
        "metadata": replace(known, common={**defaults, **known.common}),
        "conventions": conventions,
        "hyphens": hyphens,
    }


def _conventions(settings: Config) -> str:
    """Return the conventions that the configuration names, a file's path from where it stands."""
    name = settings.encode.conventions or NONE.name
    return name if name in {NONE.name, *PROFILES} or not name.endswith(".toml") else str(settings.path(name))


def _setting_error(settings: Config, key: str, wanted: str) -> ConfigError:
    file = escape_control(settings.file) if settings.file else "teikit.toml"
    return ConfigError(f"{file}:{settings.lines.get(f'encode.{key}', 1)}: 'encode.{key}' must be {wanted}")
