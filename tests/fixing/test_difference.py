"""The difference of two documents: its lines end where those of the files do."""

from teikit.fixing import unified_difference


def test_only_line_feeds_end_lines() -> None:
    before = "<a>\u2028\x85x\r\n\ty</a>\n<b/>"
    expected = ["--- a.xml", "+++ a.xml", "@@ -1,3 +1,3 @@", " <a>\u2028\x85x\r", "-\ty</a>", "+\tz</a>", " <b/>"]
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        one, other = (text.encode(encoding) for text in (before, before.replace("y", "z")))
        assert unified_difference(one, other, "a.xml").split("\n") == [*expected, "\\ No newline at end of file", ""]
