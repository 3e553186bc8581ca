"""A career centre's cohort: every member's best way to every company, at once.

A coach pools the members' exports, with their consent, and asks for everybody together: who reaches
which employer, by whom, and with what chance. `Cohort` keeps consents and what was handed over;
`Cohort.pool` is the network that all know together, and `best_paths` its answer: in memory, in
DuckDB or in Spark. The latter two run one SQL text, `specification`, by which all are tested.
`Reports` says of all together what names nobody, and `plan` whom each member asks this week.
"""

from infonet.cohort._cohort import Cohort
from infonet.cohort._funnel import cohort_funnel
from infonet.cohort._paths import ENGINES, best_paths
from infonet.cohort._plan import plan
from infonet.cohort._pool import Pool
from infonet.cohort._reports import Reports
from infonet.cohort._sql import specification

__all__ = [
    "ENGINES",
    "Cohort",
    "Pool",
    "Reports",
    "best_paths",
    "cohort_funnel",
    "plan",
    "specification",
]
