"""The `luigi` command in a separate process, with the engines of `language_engines` beside the shipped ones."""

import sys
from pathlib import Path

from alfrd_luigi import command
from alfrd_luigi.language import engines

if __name__ == "__main__":
    engines.__path__.append(str(Path(__file__).parents[1] / "language_engines"))
    sys.argv[1:] = ["--module", "alfrd_luigi", *sys.argv[1:]]
    command.main()
