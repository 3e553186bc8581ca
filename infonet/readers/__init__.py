"""One module per source format: bytes in, tables and a report of every row not taken out."""

from infonet.readers._reading import Reading

__all__ = ["Reading"]
