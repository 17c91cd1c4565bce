"""Interprets transcribers' marks: which marks there are (a profile), and where a text has them."""

from teikit.conventions.applying import apply_marks, merge_page_marks
from teikit.conventions.page_marks import with_page_marks
from teikit.conventions.profile import NONE, PROFILES, Profile, load_profile

__all__ = ["NONE", "PROFILES", "Profile", "apply_marks", "load_profile", "merge_page_marks", "with_page_marks"]
