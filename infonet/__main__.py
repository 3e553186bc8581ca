"""Make and open the notebook of the user's own book: ``python -m infonet``."""

import sys

from infonet.start import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
