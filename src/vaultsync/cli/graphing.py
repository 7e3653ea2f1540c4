"""The command that gives the links of a vault to programs that draw."""

from __future__ import annotations

import click

from vaultsync.cli.main import Session, pass_session
from vaultsync.cli.output import clean, say_json
from vaultsync.cli.sources import Sources
from vaultsync.model.graph_text import Drawing, dot, drawing, graphml, mermaid
from vaultsync.model.link_graph import link_graph

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
    sources = Sources(session.vault)
    report = session.vault.config.report
    links = ((path, found) for path, found in sources.links() if path != report)
    drawn = drawing(link_graph(links, sources.files), attachments=attachments, missing=missing)
    if form == "json":
        say_json(_json(drawn))
    else:
        text = "".join(f"{clean(line)}\n" for line in _WRITERS[form](drawn))
        click.echo(text.encode("utf-8"), nl=False)
    sources.end()


def _json(drawn: Drawing) -> dict[str, list[dict[str, object]]]:
    return {
        "nodes": [node._asdict() for node in drawn.nodes],
        "edges": [edge._asdict() for edge in drawn.edges],
    }
