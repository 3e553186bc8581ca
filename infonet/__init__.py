"""Make a graph of the people you know, warm paths of the graph, and rates of what you did.

>>> import infonet
>>> book = infonet.Book(me="https://www.linkedin.com/in/robin-achterberg")  # a scratch book
>>> ana = book.tie("Ana Diaz", closeness="strong", new=True)
>>> bo = book.person("Bo Lin", company="Delta", title="Data engineer")
>>> tie = book.tie("Ana Diaz", "Bo Lin", kind="colleague")
>>> net = infonet.network(book, as_of="2026-06-30")
>>> infonet.warm_paths(net, "Delta").names[0]
'Ana Diaz → Bo Lin'
"""

import pandas as pd

from infonet import (
    agenda,
    cohort,
    conversion,
    errors,
    paths,
    plot,
    prepare,
    strength,
    tables,
    writers,
)
from infonet.agenda import due, people, plan, targets, week
from infonet.book import Book
from infonet.conversion import funnel, review, waiting_time
from infonet.errors import InfonetError
from infonet.graph import Network, network
from infonet.panel import explore
from infonet.paths import brokers, reach, warm_paths
from infonet.prepare import brief, draft, questions
from infonet.readers import Reading, read
from infonet.samples import sample, sample_book
from infonet.start import my_book
from infonet.tables import Tables

__all__ = [
    "Book",
    "InfonetError",
    "Network",
    "Reading",
    "Tables",
    "agenda",
    "brief",
    "brokers",
    "cohort",
    "conversion",
    "draft",
    "due",
    "errors",
    "explore",
    "funnel",
    "my_book",
    "network",
    "paths",
    "people",
    "plan",
    "plot",
    "prepare",
    "questions",
    "reach",
    "read",
    "review",
    "sample",
    "sample_book",
    "strength",
    "tables",
    "targets",
    "waiting_time",
    "warm_paths",
    "week",
    "writers",
]

# A notebook takes "$10M to $50M" in a frame for a formula. There is no narrower way: results are
# plain frames, so that every step of pandas works on them, and the next step makes a frame that
# knows nothing of ours. What marks one object is gone with `head`, what stands in `attrs` with
# `merge`, `concat`, `groupby` and `value_counts`; and a subclass would be no plain frame.
pd.set_option("display.html.use_mathjax", False)
