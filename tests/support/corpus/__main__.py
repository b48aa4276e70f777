"""Create the corpus: `python -m support.corpus INBOX`."""

import sys
from pathlib import Path

from support.corpus import make

make(Path(sys.argv[1]))
