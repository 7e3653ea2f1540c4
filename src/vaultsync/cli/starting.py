"""The command that makes a vault ready for commits, and its watch a service."""

from __future__ import annotations

import os

import click

from vaultsync.cli.main import Session, pass_session
from vaultsync.cli.output import say, say_lines
from vaultsync.service.starting import (
    Begun,
    ServiceFile,
    begin_repository,
    plan_service,
    write_service,
)

__all__ = ["init"]


@click.command()
@click.option("--service", is_flag=True, help="Write a service that runs `vaultsync watch`, too.")
@click.option("--force", is_flag=True, help="Replace a service that was changed by hand.")
@click.option("--dry-run", is_flag=True, help="Say what would be done and write nothing.")
@pass_session
def init(session: Session, *, service: bool, force: bool, dry_run: bool) -> None:
    """Make the vault ready for commits.

    It becomes a git repository, unless it is in one. What is no part of its
    history (Obsidian's workspace, the trash, temporary files) is left out by
    .git/info/exclude. Nothing is committed.

    With --service the system runs `vaultsync watch` from then on, once you have
    given it the commands that are shown: systemd on Linux, launchd on macOS.
    """
    if force and not service:
        raise click.UsageError("--force goes with --service")
    root = session.root
    file = plan_service(root, os.environ, force=force) if service else None
    begun = begin_repository(root, dry_run=dry_run)
    _say_repository(root, begun, dry_run=dry_run)
    if file is None:
        say("next: vaultsync watch commits what changes; vaultsync doctor looks it over")
        return
    if dry_run:
        say(f"would write {file.path}:" if not file.is_there else f"{file.path}: is there already")
        say_lines(file.text.removesuffix("\n").split("\n"))
        return
    _say_service(file, written=write_service(file))


def _say_repository(root: str, begun: Begun, *, dry_run: bool) -> None:
    would = "would be " if dry_run else ""
    if begun.made:
        say(f"{root}: {would or 'is now '}a git repository")
    elif os.path.realpath(begun.top) != root:
        say(f"{root}: belongs to the repository {begun.top}; none is made in it")
    else:
        say(f"{root}: is a git repository already")
    if begun.excluded:
        say(f"{would}left out of commits: workspace, trash and temporary files (.git/info/exclude)")
    else:
        say("workspace, trash and temporary files are left out of commits already; nothing to do")


def _say_service(file: ServiceFile, *, written: bool) -> None:
    said = (
        ("is brought up to date" if file.old is not None else "is written")
        if written
        else "is there already"
    )
    say(f"{file.path}: {said}")
    say("next, to start it:")
    say_lines(f"  {command}" for command in file.commands)
    say("and when you need it:")
    width = max(len(command) for command, _ in file.others)
    say_lines(f"  {command:<{width}}  # {what}" for command, what in file.others)
