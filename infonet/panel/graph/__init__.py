"""Show who the user knows as a picture to look around in."""

from infonet.panel.graph._view import COLOURS, GraphView

__all__ = ["COLOURS", "GraphView"]
