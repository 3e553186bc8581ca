"""The panel's own controls: a table, a status line, an upload, and the HTML that is shown."""

__all__ = ["controls", "markup", "upload"]
