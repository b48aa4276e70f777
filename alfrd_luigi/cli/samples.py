"""`alfrd samples`: fictitious documents for experiments."""

from __future__ import annotations

from pathlib import Path

import click

from alfrd_luigi.names import printable


@click.command(
    short_help="Write fictitious documents, with their correct values.",
    epilog="Example: alfrd samples ./spanish --language es",
)
@click.argument("directory", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--seed", type=int, metavar="N", help="The seed of the generator; the same seed makes the same documents."
)
@click.option("--few", is_flag=True, help="Write about a dozen documents instead of all.")
@click.option(
    "--language", type=click.Choice(("en", "de", "fr", "es", "it", "nl")), default="en", help="The documents' language."
)
def samples(directory: Path, seed: int | None, few: bool, language: str) -> None:
    """Write fictitious documents to DIR/documents, and their correct values to DIR/ground-truth.json."""
    from alfrd_luigi.samples.generator import DEFAULT_SEED, DOCUMENTS, generate

    made = generate(directory, seed if seed is not None else DEFAULT_SEED, "few" if few else "all", language)
    click.echo(f"{len(made)} documents in {printable(directory / DOCUMENTS)}")
