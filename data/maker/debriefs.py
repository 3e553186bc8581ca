"""What Robin brings home from two conversations: one agreed in June, one at an evening in July."""

from __future__ import annotations

import json

from maker.cast import ROBINS_CAST, by_name

__all__ = ["debriefs"]

_HYACINTH = {"name": "Hyacinth Ogbuleke", "company": "Fennimore Tidal"}
_WENDELIN = {
    "name": "Wendelin Koperslagh",
    "title": "Head of Data Engineering",
    "company": "Halvorsen Grid",
}
_DEBRIEFS = {
    "conversation": {
        "person": by_name(ROBINS_CAST, "Sigrún").name,
        "date": "2026-07-08",
        "company": "Halvorsen Grid",
        "learnt": "Wendelin fills three posts on the west bank from September.",
        "fit": {"goals": "5/5: streams from the first week"},
        "minutes": 25,
        "agreed": 25,
        "names": [_WENDELIN, _HYACINTH],
        "actions": [["send Wendelin the page on late data", "2026-07-10"]],
    },
    "evening": {
        "person": "Ysolde Merrivane-Boog",
        "date": "2026-07-02",
        "company": "Fennimore Tidal",
        "learnt": "The control room on land is hers to staff, from October.",
        "minutes": 10,
        "channel": "event",
        "names": [_HYACINTH],
        "actions": [["ask her for half an hour at the harbour", "2026-07-06"]],
    },
}


def debriefs() -> str:
    """Write the text of the file: occasion → what ``Book.debrief`` takes."""
    return json.dumps(_DEBRIEFS, ensure_ascii=False, indent=1) + "\n"
