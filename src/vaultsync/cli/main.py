"""The command `vaultsync`: its groups of commands, loaded when one of them is called."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from errno import EPIPE
from functools import cached_property
from importlib import import_module
from io import TextIOWrapper
from typing import TYPE_CHECKING, Any

import click
from click.exceptions import NoArgsIsHelpError

from vaultsync import __version__
from vaultsync.cli.output import clean, warn
from vaultsync.errors import VaultNotFoundError, VaultsyncError
from vaultsync.model.collecting import uncollected

if TYPE_CHECKING:
    from vaultsync.service.vault import Vault

__all__ = ["Session", "main", "pass_session"]

# Where each command lives; a module is imported when its command is needed.
_COMMANDS = {
    "aliases": "vaultsync.cli.listing:aliases",
    "append": "vaultsync.cli.note_text:append",
    "backlinks": "vaultsync.cli.linking:backlinks",
    "check": "vaultsync.cli.checking:check",
    "commit": "vaultsync.cli.committing:commit",
    "deadends": "vaultsync.cli.listing:deadends",
    "diff": "vaultsync.cli.comparing:diff",
    "doctor": "vaultsync.cli.doctoring:doctor",
    "files": "vaultsync.cli.listing:files",
    "graph": "vaultsync.cli.graphing:graph",
    "history": "vaultsync.cli.history:history",
    "hook": "vaultsync.cli.hooking:hook",
    "init": "vaultsync.cli.starting:init",
    "link": "vaultsync.cli.note_parts:link",
    "links": "vaultsync.cli.linking:links",
    "metadata": "vaultsync.cli.reading:metadata",
    "move": "vaultsync.cli.renaming:move",
    "orphans": "vaultsync.cli.listing:orphans",
    "outline": "vaultsync.cli.reading:outline",
    "plan": "vaultsync.cli.planning:plan",
    "prepend": "vaultsync.cli.note_text:prepend",
    "progress": "vaultsync.cli.counting:progress",
    "properties": "vaultsync.cli.reading:properties",
    "property": "vaultsync.cli.properties:property_group",
    "region": "vaultsync.cli.note_parts:region",
    "rename": "vaultsync.cli.renaming:rename",
    "report": "vaultsync.cli.reporting:report",
    "status": "vaultsync.cli.viewing:status",
    "tags": "vaultsync.cli.reading:tags",
    "task": "vaultsync.cli.task_verbs:task",
    "tasks": "vaultsync.cli.reading:tasks",
    "undo": "vaultsync.cli.undoing:undo",
    "unresolved": "vaultsync.cli.linking:unresolved",
    "watch": "vaultsync.cli.watching:watch",
}


class _Commands(click.Group):
    """The commands; an error of ours is one line on stderr and its exit code."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """All commands, without importing one."""
        return list(_COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command of that name."""
        if cmd_name not in _COMMANDS:
            return None
        module, _, name = _COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        """Read the command line up to the command's name."""
        with _errors():
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was called."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")
        with _errors(), uncollected():
            result = super().invoke(ctx)
            sys.stdout.flush()
            return result


@contextmanager
def _errors() -> Iterator[None]:
    try:
        yield
    except VaultsyncError as error:
        click.echo(f"vaultsync: {clean(str(error))}", err=True)
        raise click.exceptions.Exit(error.exit_code) from None
    except NoArgsIsHelpError:
        raise
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else "vaultsync"
        message = error.format_message().rstrip(".")
        click.echo(f"vaultsync: {clean(message)} (see {command} --help)", err=True)
        raise click.exceptions.Exit(error.exit_code) from None
    except OSError as error:
        if error.errno == EPIPE:
            raise
        click.echo(f"vaultsync: the answer can't be written: {error.strerror or error}", err=True)
        raise click.exceptions.Exit(1) from None
    except MemoryError:
        click.echo("vaultsync: not enough memory for that", err=True)
        raise click.exceptions.Exit(1) from None
    except (KeyboardInterrupt, click.Abort):
        raise click.exceptions.Exit(130) from None


class Session:
    """What the commands of one run share: the vault, opened when it is first asked for."""

    def __init__(self, folder: str | None, *, cache: bool = True) -> None:
        self.folder = folder
        self.cache = cache

    @cached_property
    def vault(self) -> Vault:
        """The vault that was named, or that the working directory lies in."""
        vault = self._opened()
        for one in vault.recover():
            warn(str(one))
        return vault

    def _opened(self) -> Vault:
        from vaultsync.service.vault import Vault

        return Vault.open(self.root, cache=self.cache)

    @cached_property
    def root(self) -> str:
        """Where the vault is; nothing of it is read, and nothing mended."""
        from vaultsync.service.roots import root_around, root_at

        folder = self.folder or os.environ.get("VAULTSYNC_VAULT")
        if folder:
            return root_at(folder)
        try:
            return root_around(os.getcwd())
        except FileNotFoundError:
            raise VaultNotFoundError(".", "this folder is gone") from None


pass_session = click.make_pass_decorator(Session)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--vault",
    "-C",
    "folder",
    metavar="DIR",
    help="The vault. Default: $VAULTSYNC_VAULT, else the nearest folder above this one "
    "with .obsidian/ or vaultsync.toml, else this one.",
)
@click.option(
    "--no-cache",
    is_flag=True,
    help="Read all notes anew and keep nothing of them for the next time.",
)
@click.version_option(__version__, message="%(prog)s %(version)s")
@click.pass_context
def main(ctx: click.Context, folder: str | None, *, no_cache: bool) -> None:
    """Read, count and edit the notes of an Obsidian vault, without disturbing one other byte.

    NOTE is what you would write between [[ and ]], a path in the vault or a
    path on disk. WHERE is NOTE:LINE, lines from 1.
    """
    ctx.obj = Session(folder, cache=not no_cache)
