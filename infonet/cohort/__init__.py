"""A career centre's cohort: every member's best way to every company, at once.

A coach pools the members' exports, with their consent, and asks for everybody together: who reaches
which employer, by whom, and with what chance. `best_paths` gives that for a `Pool`, in memory, in
DuckDB or in Spark; the latter two run one SQL text, `specification`, by which all are tested.
"""

from infonet.cohort._paths import ENGINES, best_paths
from infonet.cohort._pool import Pool
from infonet.cohort._sql import specification

__all__ = ["ENGINES", "Pool", "best_paths", "specification"]
