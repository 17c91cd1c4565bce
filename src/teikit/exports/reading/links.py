"""Where the links of a page lead: to the web, unless the page is one of several that have pages of their own."""

from collections.abc import Sequence

from teikit.exports.reading.html_words import link
from teikit.exports.record.record import Agent, Place, Relation


class Links:
    """Writes names and other letters as links; this one leads to authority records and to web addresses alone."""

    def name(self, one: Agent | Place) -> str:
        """Return the name of a person or place as HTML, as a link if there is something to lead to."""
        return link(one.name, one.uris[0] if one.uris else "")

    def letter(self, relation: Relation) -> str:
        """Return another letter as HTML, as a link if its page is known."""
        return link(relation.text or relation.target, relation.target)

    def letters(self, relations: Sequence[Relation]) -> list[str]:
        """Return the other letters that a header names."""
        return list(map(self.letter, relations))


WEB = Links()
