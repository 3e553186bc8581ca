"""The meaning of names: people, companies, titles, and the text they are written in.

Two spellings mean the same when their keys are equal. Nothing is matched by substring.
"""

from infonet.names import companies, markup, people, spoken, text, titles

__all__ = ["companies", "markup", "people", "spoken", "text", "titles"]
