"""`teikit verify`: packages to what is wrong with them."""

from pathlib import Path

import click

from teikit.cli.options.reports import (
    STDOUT,
    OrderedOptionsCommand,
    ReportOptions,
    open_reports,
    report_options,
    report_outputs,
)
from teikit.cli.printing import print_message, print_note
from teikit.config import config_for
from teikit.operations.verify import verify_packages
from teikit.report.reporter import Result
from teikit.storage.outputs import check_outside


@click.command(name="verify", cls=OrderedOptionsCommand)
@click.argument("packages", nargs=-1, required=True, metavar="PACKAGE...")
@click.option("--profile", metavar="FILE", help="A BagIt profile (JSON) that bags must conform to.")
@report_options
@click.option("-q", "--quiet", is_flag=True, help="Leave out the verdicts.")
@click.pass_context
def command(
    ctx: click.Context, packages: tuple[str, ...], profile: str | None, report: ReportOptions, *, quiet: bool
) -> int:
    """Check whether packages are complete and valid, as folders, zip or tar files.

    All packages that 'teikit export' makes can be verified: bags (BagIt), OCFL objects, RO-Crates, packages that METS
    describes, such as E-ARK's, transfers for Archivematica, and items for DSpace. In an archive they are at the root or
    in one folder.

    Problems are reported as by 'teikit validate'; the verdict on each package is printed to standard error.

    Exit status: 0 all are complete and valid, 1 some are not, 2 misuse or packages that could not be read.

    \b
    teikit verify letters.zip
    teikit verify bags/* --format json
    teikit verify letters.zip --profile archive.json
    """  # noqa: D301  click wants the character \b itself
    verified = verify_packages(packages, profile)
    settings = config_for("_", None)
    to = report.targets(ctx.meta["teikit.order"], settings)
    report_outputs(to).check(*packages, profile, *settings.inputs)
    check_outside(map(Path, packages), [Path(place) for _, place in to if place != STDOUT])
    with open_reports(to, report.style()) as reports:
        for each in verified:
            name = each.package
            if each.failure:
                print_message(each.failure)
                reports.add(Result(name, failure=str(each.failure)))
            elif each.verdict:
                reports.add(Result(name, each.verdict.problems))
                if not quiet:
                    print_note(f"{name}: {each.verdict.verdict}")
    return 2 if reports.summary.unreadable else int(bool(reports.summary.errors))
