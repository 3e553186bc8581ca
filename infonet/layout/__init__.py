"""Positions and text that fits, for plot, panel and card alike: no colours, no artists, no DOM."""

from infonet.layout import columns, ego, groups, targets, text

__all__ = ["columns", "ego", "groups", "targets", "text"]
