"""Warm introduction paths: who can get me a conversation at a company, and by whose favour.

A *path* goes from the ego over people who know each other to the first insider it meets. Its
probability is the product of its ties' strengths: the chance that everybody on the way acts and
the insider holds the conversation. Four kinds of approach share one list and one end point:

- ``introduction``: somebody in the middle introduces;
- ``direct``: an insider whom the ego knows;
- ``scout``: a close tie is asked whether they know somebody there;
- ``cold``: a message to somebody without any tie.

`warm_paths` reads like this: the search finds the best routes, each becomes an `Approach`, scouts
and one cold message join them, and `explain` says why each has its chance.
"""

from infonet.names.companies import search_link
from infonet.paths import search
from infonet.paths._acquainted import knows_someone
from infonet.paths._alters import (
    BestCompletion,
    alters_of,
    closest_first,
    contact_order,
    search_of,
    targets_of,
)
from infonet.paths._approach import (
    CHANCES,
    COUNTED,
    DIGITS,
    Approach,
    best_introductions,
    brokers_to,
    chance_word,
    cold,
    explain,
    explain_tie,
    from_route,
    from_row,
    reason_words,
    scout,
    why,
)
from infonet.paths._askable import (
    Askable,
    fit_words,
    log_of,
    person_target,
    statuses_elsewhere,
    target_log,
)
from infonet.paths._gaps import exports_to_ask_for, rating_effects, ties_to_rate
from infonet.paths._predict import hindcast, predict_ask, sensitivity
from infonet.paths._warm_paths import WayIn, brokers, reach, warm_paths, ways_in
from infonet.paths._worth_asking import worth_asking

__all__ = [
    "CHANCES",
    "COUNTED",
    "DIGITS",
    "Approach",
    "Askable",
    "BestCompletion",
    "WayIn",
    "alters_of",
    "best_introductions",
    "brokers",
    "brokers_to",
    "chance_word",
    "closest_first",
    "cold",
    "contact_order",
    "explain",
    "explain_tie",
    "exports_to_ask_for",
    "fit_words",
    "from_route",
    "from_row",
    "hindcast",
    "knows_someone",
    "log_of",
    "person_target",
    "predict_ask",
    "rating_effects",
    "reach",
    "reason_words",
    "scout",
    "search",
    "search_link",
    "search_of",
    "sensitivity",
    "statuses_elsewhere",
    "target_log",
    "targets_of",
    "ties_to_rate",
    "warm_paths",
    "ways_in",
    "why",
    "worth_asking",
]
