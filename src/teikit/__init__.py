"""teikit turns letters into TEI XML, validates TEI, and hands it to archives."""

from typing import TYPE_CHECKING, Any

from teikit._version import __version__

if TYPE_CHECKING:
    from teikit.api import Encoded, Exported, encode, encode_bytes, export, fix, validate, verify

__all__ = ["Encoded", "Exported", "__version__", "encode", "encode_bytes", "export", "fix", "validate", "verify"]


def __getattr__(name: str) -> Any:
    """Load the verbs when they are first asked for: lxml alone costs 128 ms, which `teikit --version` need not pay."""
    if name in __all__:
        from teikit import api  # noqa: PLC0415  see above

        return getattr(api, name)
    raise AttributeError(f"module 'teikit' has no attribute '{name}'")
