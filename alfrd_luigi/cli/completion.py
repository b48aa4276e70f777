"""`alfrd completion`: makes a shell complete the command line."""

from __future__ import annotations

import click
from click.shell_completion import BashComplete, FishComplete, ZshComplete

from alfrd_luigi.cli.offers import VARIABLE

_PROGRAM = "alfrd"
# fish would take apart the names of columns.
_SPLIT, _SPLIT_ONCE = 'string split ","', 'string split --max 1 ","'
# An offer is quoted, since a tag may be $(…). click's own script removes the quotes (read without -r) and
# expands patterns. bash takes a word apart at a colon, which is in the keys of prompts and in the tags of series.
_BASH = r"""
%(complete_func)s() {
    local offer
    COMPREPLY=()
    while IFS= read -r offer; do
        case ${offer%%%%,*} in
            plain) COMPREPLY+=("${offer#*,}") ;;
            dir) compopt -o dirnames ;;
            file) compopt -o default ;;
        esac
    done < <(IFS=$'\n'; env COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD="$COMP_CWORD" %(complete_var)s=bash_complete "$1")
}
complete -o nosort -F %(complete_func)s %(prog_name)s
COMP_WORDBREAKS=${COMP_WORDBREAKS//:}
"""


class _Bash(BashComplete):
    source_template = _BASH


_SHELLS = {"bash": _Bash, "zsh": ZshComplete, "fish": FishComplete}


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
