"""The JupyterLab widgets, thin over everything else.

Nothing here imports ipywidgets or anywidget before a widget is asked for: a plain
``import infonet`` stays light and works where neither is installed.
"""

from __future__ import annotations

__all__: list[str] = []
