"""Positions and text that fits, for plot, panel and card alike: no colours, no artists, no DOM."""

from infonet.layout import bubbles, columns, discs, fonts, groups, text

__all__ = ["bubbles", "columns", "discs", "fonts", "groups", "text"]
