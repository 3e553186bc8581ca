"""The parts of the panel, one file each: what is looked at, and what is pressed."""

__all__ = ["draft", "imports", "log", "person", "review", "ways", "week"]
