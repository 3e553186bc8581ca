"""Compare tables: columns on one buffer are equal without a look."""

from __future__ import annotations

import numpy as np
import pandas as pd


def alike(a: pd.DataFrame, b: pd.DataFrame) -> bool:
    """Return whether two frames are the same; columns on one buffer are equal without a look.

    A shallow copy that is kept stays as it was when the other frame is changed, because pandas
    copies on writing: to compare the two finds out.

    Examples
    --------
    >>> given = pd.DataFrame({"name": ["Ana"]})
    >>> kept = given.copy(deep=False)
    >>> before = alike(kept, given)
    >>> given.loc[0, "name"] = "Bo"
    >>> before, alike(kept, given)
    (True, False)
    """
    if a is b:
        return True
    if len(a) != len(b) or not a.columns.equals(b.columns):
        return False
    return all(_one_buffer(a[name], b[name]) or a[name].equals(b[name]) for name in a.columns)


def _one_buffer(a: pd.Series, b: pd.Series) -> bool:
    """Return whether two columns of one length begin at the same address with the same steps.

    Text in Arrow is left to pandas: it compares as fast, while its address can only be had of a
    copy.
    """
    if any(getattr(column.dtype, "storage", "") == "pyarrow" for column in (a, b)):
        return False
    x, y = np.asarray(a.array), np.asarray(b.array)
    return (x.ctypes.data, x.strides, x.dtype) == (y.ctypes.data, y.strides, y.dtype)
