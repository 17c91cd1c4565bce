"""`teikit explain`: what a rule checks, why it matters, and how it looks failing and passing."""

import click

from teikit.cli.options import format_option
from teikit.cli.printing import print_text
from teikit.messages import escape_control
from teikit.report.json import to_json_text
from teikit.rulebook import all_rules, rule, suggest_rules
from teikit.rulebook.pages import page, text


@click.command(name="explain")
@click.argument("names", nargs=-1, metavar="[RULE]...")
@format_option(("text", "markdown", "json"), "the rules")
def command(names: tuple[str, ...], form: str) -> int:
    """Explain what a rule checks and why it matters, with examples that fail and pass; without RULE, list all rules.

    \b
    teikit explain rng/element-missing
    """  # noqa: D301  click wants the character \b itself
    for each in names:
        if rule(each) is None:
            raise click.UsageError(
                f"there is no rule '{escape_control(each)}'{suggest_rules(each)}; 'teikit explain' lists all rules"
            )
    rules = all_rules()
    chosen = [rules[each] for each in names or sorted(rules)]
    if form == "json":
        print_text(to_json_text([each._asdict() for each in chosen]))
    elif names:
        print_text("\n".join((page if form == "markdown" else text)(each) for each in chosen))
    else:
        width = max(map(len, rules))
        print_text("".join(f"{each.id:{width}}  {each.severity:7}  {each.summary}\n" for each in chosen))
    return 0
