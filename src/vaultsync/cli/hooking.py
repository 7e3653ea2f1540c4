"""The commands that put a hook into a repository and take it away again."""

from __future__ import annotations

import sys

import click

from vaultsync.cli.main import Session, pass_session
from vaultsync.cli.output import say, warn

__all__ = ["hook"]

_ABSENT = "no hook of vaultsync is there; nothing done"


@click.group()
def hook() -> None:
    """Have git check what is staged before each commit."""


@hook.command()
@click.option("--report", is_flag=True, help="Also check that the progress note is up to date.")
@click.option("--force", is_flag=True, help="Replace the hook even if somebody has edited it.")
@click.option("--dry-run", is_flag=True, help="Show the hook and write nothing.")
@pass_session
def install(session: Session, *, report: bool, force: bool, dry_run: bool) -> None:
    """Write a hook of git that runs before each commit.

    It runs `check --staged` of this vault, and no commit is made where that finds
    an error. A hook that is there already is kept, and runs first. Again with
    other options, it is written anew.
    """
    from vaultsync.effects.git import hook_file
    from vaultsync.effects.git.hook_script import hook_script

    found = hook_file.find_hook(session.vault.root)
    script = hook_script(found.folder, sys.executable, report=report)
    if dry_run:
        hook_file.check_install(found, force=force)
        click.echo(script, nl=False)
        return
    had_old = found.has_old
    written = hook_file.install(found, script, force=force)
    say(f"{found.path}: {'installed' if written else 'installed before; nothing written'}")
    if found.runs_old and not had_old:
        warn(f"{found.old}: the hook that was there before; it runs first")
    elif found.has_old and not had_old:
        warn(f"{found.old}: the hook that was there before; not executable, so it doesn't run")
    if found.shown and written:
        warn(f"{found.path}: lies in the work tree, and names a program of this machine")


@hook.command()
@click.option("--force", is_flag=True, help="Remove the hook even if somebody has edited it.")
@click.option("--dry-run", is_flag=True, help="Say what would be done and do nothing.")
@pass_session
def uninstall(session: Session, *, force: bool, dry_run: bool) -> None:
    """Take the hook away, and put back the one that was there before.

    It gets back its bytes and its mode.
    """
    from vaultsync.effects.git import hook_file

    found = hook_file.find_hook(session.vault.root)
    done = "removed; the hook from before is back" if found.has_old else "removed"
    uninstalling = hook_file.check_uninstall if dry_run else hook_file.uninstall
    there = uninstalling(found, force=force)
    if dry_run:
        done = f"would be {done}"
    say(f"{found.path}: {done if there else _ABSENT}")
