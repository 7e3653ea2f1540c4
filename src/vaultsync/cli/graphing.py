"""The command that gives the links of a vault to programs that draw."""

from __future__ import annotations

import click

from vaultsync.cli.main import Session, pass_session
from vaultsync.cli.notes import Reading
from vaultsync.cli.output import clean, say_json
from vaultsync.model.linking.graph_text import Drawing, dot, drawing, graphml, mermaid
from vaultsync.service import asking

__all__ = ["graph"]

_WRITERS = {"dot": dot, "graphml": graphml, "mermaid": mermaid}


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice([*_WRITERS, "json"]),
    default="dot",
    show_default=True,
    help="How the graph is written.",
)
@click.option("--attachments", is_flag=True, help="Not notes and canvases alone.")
@click.option("--missing", is_flag=True, help="What links want and no file is, too.")
@pass_session
def graph(session: Session, form: str, *, attachments: bool, missing: bool) -> None:
    """Write the links of the vault for programs that draw.

    Links of the written report, which links to all, are left out.
    """
    reading = Reading(session.vault)
    found = asking.graph(reading, report=False)
    drawn = drawing(found, attachments=attachments, missing=missing)
    if form == "json":
        say_json(_json(drawn))
    else:
        text = "".join(f"{clean(line)}\n" for line in _WRITERS[form](drawn))
        click.echo(text.encode("utf-8"), nl=False)
    reading.end()


def _json(drawn: Drawing) -> dict[str, list[dict[str, object]]]:
    return {
        "nodes": [node._asdict() for node in drawn.nodes],
        "edges": [edge._asdict() for edge in drawn.edges],
    }
