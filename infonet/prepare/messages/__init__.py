"""Draft messages: to whom, in which words, by which channel."""

from infonet.prepare.messages._draft import CHANNELS, draft
from infonet.prepare.messages._message import Draft
from infonet.prepare.messages._participants import DRAFTS

__all__ = ["CHANNELS", "DRAFTS", "Draft", "draft"]
