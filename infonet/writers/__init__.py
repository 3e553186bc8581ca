"""Take everything out: a book's tables as files that other programs open.

`write` writes one of `FORMATS`: each is a module and a row of that table, the mirror of
`infonet.readers`. What is complete there comes back by `infonet.read` exactly as it was.
"""

from infonet.writers._formats import FORMATS, Format
from infonet.writers._write import packed, write

__all__ = ["FORMATS", "Format", "packed", "write"]
