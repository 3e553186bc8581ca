"""Put the notebooks where a reader may change them, and never over a change of theirs."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

__all__ = ["copy_notebooks"]

_RECORD = ".copied.json"


def copy_notebooks(gallery: Path, private: Path) -> dict[str, str]:
    """Copy each notebook of the gallery that is new, or newer while the reader's is unchanged.

    A notebook counts as changed when its cells do. To have run it is not a change.

    Parameters
    ----------
    gallery : Path
        The folder of the tracked notebooks.
    private : Path
        The reader's folder; made, for their eyes only, where it is missing.

    Returns
    -------
    dict
        File name to what was done with it, in words.
    """
    private.mkdir(mode=0o700, parents=True, exist_ok=True)
    record = private / _RECORD
    copied: dict[str, str] = json.loads(record.read_text("utf-8")) if record.exists() else {}
    done: dict[str, str] = {}
    for original in sorted(gallery.glob("*.ipynb")):
        name, mine = original.name, private / original.name
        newest = _fingerprint(original)
        present = _fingerprint(mine) if mine.exists() else None
        if present == newest:
            done[name] = "up to date"
        elif present is None or present == copied.get(name):
            shutil.copyfile(original, mine)
            done[name] = "copied" if present is None else "brought up to date"
        elif newest == copied.get(name):
            done[name] = "yours, kept as you changed it"
            continue
        else:
            done[name] = "yours, kept as you changed it; rename it to get the newer one beside it"
            continue
        copied[name] = newest
    record.write_text(json.dumps(copied, indent=1, sort_keys=True) + "\n", "utf-8")
    return done


def _fingerprint(notebook: Path) -> str:
    """SHA-256 of the cells without their outputs; of the bytes where it is no notebook."""
    content = notebook.read_bytes()
    try:
        cells = [
            [cell["cell_type"], "".join(cell["source"])] for cell in json.loads(content)["cells"]
        ]
    except (ValueError, KeyError, TypeError):
        return hashlib.sha256(content).hexdigest()
    return hashlib.sha256(json.dumps(cells).encode()).hexdigest()
