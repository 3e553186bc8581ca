"""Warm introduction paths: who can get me a conversation at a company, and by whose favour.

A *path* goes from the ego over people who know each other to the first insider it meets. Its
probability is the product of its ties' strengths: the chance that everybody on the way acts and
the insider holds the conversation. Four kinds of way share one list and one end point:

- ``introduction``: somebody in the middle introduces;
- ``direct``: an insider whom the ego knows;
- ``scout``: a close tie is asked whether they know somebody there;
- ``cold``: a message to somebody without any tie.
"""

from infonet.names.companies import search_link
from infonet.paths._alters import alters_of, closest_first, search_of, targets_of
from infonet.paths._approach import COUNTED, DIGITS, Way, cold, hops, insider, known_way, scout, why
from infonet.paths._completion import Onward
from infonet.paths._gaps import exports_to_ask_for, ties_to_rate
from infonet.paths._predict import before, foresee, hindcast
from infonet.paths._sensitivity import sensitivity
from infonet.paths._warm_paths import brokers, reach, warm_paths

__all__ = [
    "COUNTED",
    "DIGITS",
    "Onward",
    "Way",
    "alters_of",
    "before",
    "brokers",
    "closest_first",
    "cold",
    "exports_to_ask_for",
    "foresee",
    "hindcast",
    "hops",
    "insider",
    "known_way",
    "reach",
    "scout",
    "search_link",
    "search_of",
    "sensitivity",
    "targets_of",
    "ties_to_rate",
    "warm_paths",
    "why",
]
