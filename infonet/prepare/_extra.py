"""Import what comes with the extra `contacts`."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from infonet.errors import InfonetError


def extra(module: str) -> Any:
    """Import a module, or say what to install."""
    try:
        return import_module(module)
    except ImportError:
        name = module.partition(".")[0]
        raise InfonetError(f'{name} is missing: pip install "infonet[contacts]"') from None
