"""The agenda: whom to ask this week, what is due, where the search stands, and whom to help back.

Everything is worked out from the network and the log for a given day; nothing is ever sent.
"""

from infonet.agenda._balance import give_back
from infonet.agenda._due import due
from infonet.agenda._hiring_path import CriticalPath, critical_path
from infonet.agenda._plan import plan

__all__ = ["CriticalPath", "critical_path", "due", "give_back", "plan"]
