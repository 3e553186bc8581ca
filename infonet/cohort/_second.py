"""The second process of the NumPy engine: arrays and blocks are files, and it says nothing."""

from __future__ import annotations

import sys
from pathlib import Path

from infonet.cohort._blocks import help_out

if __name__ == "__main__":
    help_out(Path(sys.argv[1]), Path(sys.argv[2]), max_hops=int(sys.argv[3]))
