"""`python -m alfrd_luigi.cli` is `alfrd`."""

from alfrd_luigi.cli import main

if __name__ == "__main__":
    main(prog_name="alfrd")
