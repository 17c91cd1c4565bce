"""The compact syntax of RELAX NG (its annex C) becomes the same tree as the XML syntax."""
