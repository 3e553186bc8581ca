"""Tell JupyterLab's server about the notebook of the user's own book.

JupyterLab imports this file by the names in `lab.options`; nothing else does.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager

from infonet.start.notebook import KERNEL, NOTEBOOK, VERSIONS, kinds_and_sources

__all__ = ["Kernels", "drop_outputs"]


class Kernels(KernelSpecManager):
    """The kernels that are installed, and the one of the user's own book.

    It runs the Python that runs infonet and imports nothing from the notebook's folder: an
    ``infonet.py`` that lies there is never run.
    """

    def find_kernel_specs(self) -> dict[str, str]:
        """Map the name of each kernel to its folder of pictures."""
        return {**super().find_kernel_specs(), KERNEL: str(Path(__file__).parent)}

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """Return how a kernel is started."""
        if kernel_name != KERNEL:
            return super().get_kernel_spec(kernel_name)
        launcher = ["-m", "ipykernel_launcher", "-f", "{connection_file}"]
        return KernelSpec(
            argv=[sys.executable, *launcher, "--IPKernelApp.ignore_cwd=True"],
            env={"PYTHONSAFEPATH": "1"},
            display_name="My book (infonet)",
            language="python",
            resource_dir=str(Path(__file__).parent),
        )


def drop_outputs(*, model: dict[str, Any], path: str, **_: Any) -> None:
    """Save the notebook of the user's own book without its outputs, which name people."""
    content = model.get("content")
    if path.strip("/") != NOTEBOOK or model.get("type") != "notebook" or not content:
        return
    if kinds_and_sources(content["cells"]) not in VERSIONS:
        return
    for cell in content["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"], cell["execution_count"] = [], None
