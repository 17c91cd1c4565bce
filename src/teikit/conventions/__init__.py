"""Transcribers' marks to what they stand for: which marks there are (a profile), and where a text bears them."""

from teikit.conventions.applying import applied, pages
from teikit.conventions.profile import NONE, PROFILES, Profile, load_profile

__all__ = ["NONE", "PROFILES", "Profile", "applied", "load_profile", "pages"]
