"""Show who the user knows as a picture to look around in."""

from infonet.panel.graph._view import GraphView

__all__ = ["GraphView"]
