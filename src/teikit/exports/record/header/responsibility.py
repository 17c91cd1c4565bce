"""Reads who is responsible for the letter and its edition: authors, editors and others, with their roles."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby, zip_longest

from lxml import etree

from teikit.exports.reading.elements import T
from teikit.exports.record.header.agents import names_at, names_in, read_agent, read_agents
from teikit.exports.record.header.reader import HeaderReader, children, find_all
from teikit.exports.record.record import Agent

# The statements of fileDesc about the file itself; those in sourceDesc are about other books.
_STATEMENTS = ("titleStmt", "editionStmt")
# Roles of an `editor` who edits; with any other role, such as translator, the element names another activity.
_EDITS = re.compile(
    r"(?:.*\b)?(?:(?:co-?)?edit|ed(?:s|t)?\b|hrsg|(?:mit)?herausgeb|éditeur|editeur|curat)"
    r"|(?:general|chief|lead|main|managing|principal|senior|series|volume|digital|technical)\b.*",
    re.IGNORECASE,
)
# Roles of an `author` who did not write the text.
_OTHER_THAN_AUTHOR = re.compile(r".*(?:transl|traduc|überset|trl\b|editor\b|edt\b|illustrat|ill\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Responsible:
    """Those responsible for the letter and its edition, as in the fields of the record."""

    authors: tuple[Agent, ...]
    editors: tuple[Agent, ...]
    principals: tuple[Agent, ...]
    contributors: tuple[Agent, ...]
    funders: tuple[Agent, ...]
    sponsors: tuple[Agent, ...]


def read_responsible(reader: HeaderReader, file: etree._Element) -> Responsible:
    """Return those responsible by the statements of a fileDesc."""

    def read(name: str) -> tuple[Agent, ...]:
        found = [one for statement in _STATEMENTS for one in find_all(file, f"{statement}/{name}")]
        return read_agents(reader, found)

    authors, editors = read("author"), read("editor")
    other = [agent for agent in authors if _OTHER_THAN_AUTHOR.match(agent.role)]
    other += [agent for agent in editors if not is_editor(agent)]
    return Responsible(
        authors=tuple(agent for agent in authors if agent not in other),
        editors=tuple(filter(is_editor, editors)),
        principals=read("principal"),
        contributors=tuple(dict.fromkeys((*other, *_contributors(reader, file)))),
        funders=read("funder"),
        sponsors=read("sponsor"),
    )


def is_editor(agent: Agent) -> bool:
    """Return whether an agent whom an `editor` names edits, by its role."""
    return not agent.role or _EDITS.match(agent.role) is not None


def _contributors(reader: HeaderReader, file: etree._Element) -> Iterator[Agent]:
    for name in (*_STATEMENTS, "seriesStmt"):
        for statement in find_all(file, f"{name}/respStmt"):
            yield from read_statement(reader, statement)
    for editor in read_agents(reader, find_all(file, "seriesStmt/editor")):
        yield replace(editor, role=editor.role or "series editor")


def read_statement(reader: HeaderReader, statement: etree._Element) -> Iterator[Agent]:
    """Yield the agents of a respStmt, each with the roles of its own pair (TEI P5 3.12.2.2)."""
    has_one = len(list(names_in(statement))) == 1
    for roles, names in _pairs(statement):
        agents = [read_agent(reader, one, around=statement if has_one else None) for one in names]
        if named := [agent for agent in agents if agent.name]:
            role = reader.joined(roles)
            yield from (replace(agent, role=role or agent.role) for agent in named)


def _pairs(statement: etree._Element) -> Iterator[tuple[list[etree._Element], list[etree._Element]]]:
    """Yield roles and names that belong together: what is first in the statement begins each pair."""
    parts = (one for child in children(statement) for one in ([child] if _is_role(child) else names_at(child)))
    runs = [list(run) for _, run in groupby(parts, _is_role)]
    for first, second in zip_longest(runs[::2], runs[1::2], fillvalue=list[etree._Element]()):
        yield (first, second) if _is_role(first[0]) else (second, first)


def _is_role(element: etree._Element) -> bool:
    return element.tag == T + "resp"
