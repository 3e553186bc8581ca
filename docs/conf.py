"""How Sphinx builds the pages: see `tools.pages`, which calls it."""

from sphinx.application import Sphinx

project = "infonet"
author = "the maintainers of infonet"
copyright = "2026, the maintainers of infonet"  # noqa: A001 - Sphinx asks for this name

extensions = ["sphinx.ext.autodoc", "sphinx.ext.autosummary", "numpydoc", "myst_nb"]
templates_path = ["templates"]
exclude_patterns = ["templates"]

autosummary_generate = True
autodoc_typehints = "none"
numpydoc_show_class_members = False

# The notebooks are shown as they are kept; nothing is run, and no script is fetched.
nb_execution_mode = "off"
nb_ipywidgets_js: dict[str, dict[str, str]] = {}
nb_merge_streams = True
myst_heading_anchors = 3
suppress_warnings = ["mystnb.unknown_mime_type"]

html_theme = "alabaster"
html_static_path = ["static"]
html_css_files = ["pages.css"]
html_title = "infonet"
html_show_sourcelink = False
html_copy_source = False
html_theme_options = {
    "description": "Who can get me a conversation there?",
    "fixed_sidebar": True,
    "page_width": "1100px",
    "sidebar_width": "230px",
    "font_family": "system-ui, sans-serif",
    "head_font_family": "system-ui, sans-serif",
    "show_powered_by": False,
}
html_sidebars = {"**": ["about.html", "navigation.html", "searchbox.html"]}


def setup(app: Sphinx) -> None:
    """Leave out the fields of named tuples: their class explains them under *Attributes*."""
    app.connect("autodoc-skip-member", _is_field)


def _is_field(_app: Sphinx, _what: str, _name: str, thing: object, *_: object) -> bool | None:
    return (getattr(thing, "__doc__", None) or "").startswith("Alias for field number") or None
