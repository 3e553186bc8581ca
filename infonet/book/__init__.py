"""The book: a user's one private file, to which everything they do is appended.

It answers who is in the network, what was wanted, noted and logged, and what was done when. It
takes in exports and logs, and takes back whatever was done. It knows nothing of graphs.
"""

from infonet.book._book import Book, book_of, in_words
from infonet.book._history import State

__all__ = ["Book", "State", "book_of", "in_words"]
