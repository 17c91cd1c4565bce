"""`teikit learn`: what the reviewed letters of a project have in common, for the others."""

import os
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import click

from teikit.cli.config import config_option
from teikit.cli.options.encoding import encoding_options
from teikit.cli.options.paths import output_option, path_options, report_items
from teikit.cli.printing import flush_output, print_line, print_message
from teikit.config import config_for
from teikit.document.root import is_named_tei
from teikit.executors.serial import SerialExecutor
from teikit.inputs.discover import STDIN, Discovery
from teikit.inputs.item import Item
from teikit.inputs.paths import InputPaths
from teikit.learning.model_file import model_bytes
from teikit.learning.summary import sentences
from teikit.messages import escape_control, pluralize
from teikit.operations.encode import EncodeOptions
from teikit.operations.encode_run import EncodeOperation, discover_sources
from teikit.operations.learn import Learnt, Preview, learn, preview
from teikit.operations.review_changes import model_path
from teikit.operations.run import RunInputs
from teikit.storage.files import check_writable, write_file
from teikit.storage.urls import is_url
from teikit.tei.metadata import MetadataFile
from teikit.text import is_source

_MOST_CHANGES = 20
_WIDTH = 60


@click.command(name="learn")
@path_options("SOURCE...")
@output_option("MODEL", "The file to write; default: teikit.model.json beside teikit.toml, or in this folder.")
@encoding_options
@config_option
@click.option("--dry-run", is_flag=True, help="Write nothing: only say what is learnt, and what it changes.")
@click.option("-q", "--quiet", is_flag=True, help="Print only errors.")
def command(  # noqa: PLR0913  one argument an option
    named: InputPaths, out: str | None, reading: EncodeOptions, config: Path | None, *, dry_run: bool, quiet: bool
) -> int:
    """Learn from the letters of this project, so that 'teikit encode' gets its other letters right.

    Letters that were accepted in 'teikit review' are learnt from, and TEI letters that the edition already has. The
    model has differences from the weights that ship with teikit, and nothing else. Name it in teikit.toml ([encode]
    model), and 'teikit encode' and 'teikit review' use it. Letters that are not reviewed are listed where it changes
    them; nothing is applied to them. An existing model is replaced.

    \b
    teikit learn letters/
    teikit learn letters/ edition/*.xml -o teikit.model.json
    teikit learn letters/ --dry-run
    """  # noqa: D301  click wants the character \b itself
    if STDIN in named.paths or any(map(is_url, named.paths)):
        raise click.UsageError("only files and folders can be learnt from: decisions are kept beside them")
    sources = discover_sources(run := RunInputs(named, discovery=Discovery(accepts=partial(_accepts, reading))))
    report_items(run, sources.items, sources.skipped, "learn from", quiet=quiet)
    target = _target(out, sources.items, config)
    if not dry_run:
        check_writable(target, force=True)
    texts = [item for item in sources.whole if not is_named_tei(item.name)]
    how = EncodeOperation(reading, MetadataFile("", {}, {}), config)
    how = how.with_habits(texts, SerialExecutor())
    learnt = learn(how, sources.items)
    changes = preview(how, learnt.unreviewed, learnt.model)
    if not dry_run:
        write_file(target, model_bytes(learnt.model), force=True)
    if not quiet:
        _report(learnt, changes)
        _report_target(target, sources.items, config, is_written=not dry_run)
    flush_output()
    return 0


def _accepts(reading: EncodeOptions, name: str) -> bool:
    return is_source(name, kind=reading.get("source_kind", "")) or is_named_tei(name)


def _target(out: str | None, items: Sequence[Item], config: Path | None) -> Path:
    """Return the file of the model: that which is given, or the usual one beside the configuration."""
    if out is not None:
        return Path(out)
    settings = config_for(items[0].name if items else "_", config)
    return model_path(settings, settings.folder)


def _report(learnt: Learnt, changes: Preview) -> None:
    """Print what was read, what was learnt, and what it changes."""
    counts = f"{pluralize(learnt.reviewed, 'reviewed letter')} and {pluralize(learnt.tei, 'TEI letter')}"
    print_line(f"read {counts}, {pluralize(learnt.parts, 'part')}")
    for name, why in learnt.left_out:
        print_message(f"{name}: left out: {why}")
    if learnt.unrevised:
        files = pluralize(learnt.unrevised, "TEI file")
        print_message(f"{files} left out: as teikit encoded them; revise what is wrong, and say so in revisionDesc")
    for sentence in sentences(learnt.model.observations):
        print_line(f"  {sentence}")
    print_line(f"changes {changes.letters:,} of {pluralize(changes.of, 'letter')} not reviewed")
    for (former, label), count in changes.pairs:
        print_line(f"  {pluralize(count, 'part')}: {label} (before: {former})")
    for name, each in changes.changes[:_MOST_CHANGES]:
        text = each.text if len(each.text) <= _WIDTH else f"{each.text[:_WIDTH]}…"
        print_line(
            f"  {escape_control(name)}:{each.line}: {each.after} (before: {each.before}): {escape_control(text)}"
        )
    if (more := len(changes.changes) - _MOST_CHANGES) > 0:
        print_line(f"  and {more:,} more")


def _report_target(target: Path, items: Sequence[Item], config: Path | None, *, is_written: bool) -> None:
    """Print where the model is, and the line that names it where no configuration does."""
    settings = config_for(items[0].name if items else "_", config)
    if is_written:
        print_line(f"wrote {escape_control(target)}")
    if settings.encode.model and settings.path(settings.encode.model) == target:
        return
    name = os.path.relpath(target, settings.folder)
    file = escape_control(settings.file or "teikit.toml")
    print_line(f'to use it, write in {file}, below [encode]: model = "{escape_control(name)}"')
