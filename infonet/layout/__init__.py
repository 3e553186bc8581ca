"""Positions and text that fits, for plot, panel and card alike: no colours, no artists, no DOM."""

from infonet.layout import bubbles, columns, discs, fitting, groups, letters

__all__ = ["bubbles", "columns", "discs", "fitting", "groups", "letters"]
