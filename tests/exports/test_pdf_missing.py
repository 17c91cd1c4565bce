"""Where WeasyPrint or Pango is missing, one sentence names what to install."""

import pytest

from teikit.errors import MissingExtraError
from teikit.exports.reading import pdf
from teikit.exports.record.source import Settings, read_tei_file


@pytest.mark.parametrize(
    ("error", "wanted"),
    [
        (ImportError("weasyprint"), "PDF needs weasyprint; install teikit[pdf]"),
        (
            OSError("libgobject"),
            "PDF needs the library Pango; install it (on Debian the packages libpango-1.0-0 and libpangoft2-1.0-0)",
        ),
    ],
)
def test_what_is_missing_is_named(error: Exception, wanted: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_name: str) -> None:
        raise error

    monkeypatch.setattr(pdf, "import_module", fail)
    source = read_tei_file(b'<TEI xmlns="http://www.tei-c.org/ns/1.0"><text/></TEI>', "a.xml")
    with pytest.raises(MissingExtraError) as caught:
        pdf.write(source, Settings())
    assert str(caught.value) == wanted
