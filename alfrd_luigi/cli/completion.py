"""`alfrd completion`: makes a shell complete the command line."""

from __future__ import annotations

import click
from click.shell_completion import BashComplete, FishComplete, ZshComplete

from alfrd_luigi.cli.offers import VARIABLE

_PROGRAM = "alfrd"
_SHELLS = {"bash": BashComplete, "zsh": ZshComplete, "fish": FishComplete}
# fish would take apart the names of columns.
_SPLIT, _SPLIT_ONCE = 'string split ","', 'string split --max 1 ","'
# bash takes a word apart at this sign, which is in the keys of prompts and in the tags of series.
_WHOLE_WORDS = "COMP_WORDBREAKS=${COMP_WORDBREAKS//:}\n"


@click.command(short_help="Print a script that completes commands in a shell.", epilog="Example: alfrd completion bash")
@click.argument("shell", type=click.Choice(tuple(_SHELLS)))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print a script with which a shell completes commands, options, ids, types, series, tags, prompts and columns.

    bash, in ~/.bashrc: eval "$(alfrd completion bash)". zsh, in ~/.zshrc, after compinit: eval "$(alfrd completion
    zsh)". fish: alfrd completion fish > ~/.config/fish/completions/alfrd.fish.
    """
    script = _SHELLS[shell](context.find_root().command, {}, _PROGRAM, VARIABLE).source()
    click.echo(script.replace(_SPLIT, _SPLIT_ONCE))
    if shell == "bash":
        click.echo(_WHOLE_WORDS, nl=False)
