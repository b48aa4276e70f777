"""The onnxruntime sessions of recognition: without network access, with little memory, and bounded in time.

Only this module imports onnxruntime.
"""

from __future__ import annotations

import ctypes
import os
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from alfrd_luigi.errors import PermanentError

# Read while onnxruntime is imported. Without it, the library resolves a host of its maker, and writes a machine id and
# an event queue to ~/.cache/Microsoft.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

from onnxruntime import InferenceSession, RunOptions, SessionOptions

Tensor = NDArray[np.float32]

# glibc's malloc returns a block of this size to the system as soon as it is freed. By default, the threshold grows, up
# to 32 MB, with each large block that is freed: the detector's feature maps then stay in the heap, in fragments. The
# maps of an A4 page have 16.7 MB and more. With 8 MB, the recogniser's smaller blocks would be fetched from the system
# for each line, page fault by page fault, for a sixth more CPU.
_RETURNED_BYTES = 15_000_000
# Free memory at the top of the heap that is kept for the next line. The default is 128 KB when the threshold above is
# set.
_KEPT_BYTES = 64 * 1024 * 1024
# https://sourceware.org/glibc/manual/latest/html_node/Malloc-Tunable-Parameters.html; numbers of <malloc.h>
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3
# By default, each block of an arena has twice the size of the one before.
_PROVIDER = ("CPUExecutionProvider", {"arena_extend_strategy": "kSameAsRequested"})


class Allowance:
    """The CPU time that one page may take, in seconds of the reading thread.

    CPU time does not blame the page for a busy or suspended machine.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._end = float("inf")

    def begin(self) -> None:
        """Begin a page."""
        self._end = time.thread_time() + self._seconds

    def check(self) -> None:
        """Raise PermanentError if the page has used more than its allowance."""
        if time.thread_time() > self._end:
            raise PermanentError(
                f"the recognition of a page takes more than {self._seconds:g} s of CPU",
                "Split the page or scan it at a lower resolution, or raise ocr_page_seconds",
            )


class Model:
    """An onnxruntime model, called with its input. `session` runs it.

    With `in_arena`, the maps of a run are in blocks that are used again in that run and returned to the system at its
    end. Each of the many maps of a page would otherwise be fetched from the system, page fault by page fault, for 40 %
    more CPU. Lines are too small to gain from that.
    """

    def __init__(self, path: Path, threads: int, allowance: Allowance, *, in_arena: bool) -> None:
        options = _options(threads)
        options.enable_cpu_mem_arena = in_arena
        self.session = InferenceSession(str(path), options, [_PROVIDER])
        self._run_options = _returning() if in_arena else None
        self._input = self.session.get_inputs()[0].name
        self._allowance = allowance

    def __call__(self, tensor: Tensor) -> Tensor:
        """The model's first output. Raises PermanentError if the allowance is used up.

        The size of a page bounds a single run, so a check before each run is sufficient.
        """
        self._allowance.check()
        output: Tensor = self.session.run(None, {self._input: tensor}, self._run_options)[0]
        return output


def return_large_blocks() -> None:
    """Make malloc return large blocks to the system at once. Does nothing without glibc's malloc."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_M_MMAP_THRESHOLD, _RETURNED_BYTES)
        mallopt(_M_TRIM_THRESHOLD, _KEPT_BYTES)


def _options(threads: int) -> SessionOptions:
    options = SessionOptions()
    options.log_severity_level = 4  # fatal
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # Memory patterns are stored by input shape, and nearly every line has a shape of its own.
    options.enable_mem_pattern = False
    # A thread that waits for the other one would spin, and take its core from other work on the machine.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return options


def _returning() -> RunOptions:
    """Without this, an arena would keep the peak memory of a page."""
    options = RunOptions()
    options.add_run_config_entry("memory.enable_memory_arena_shrinkage", "cpu:0")
    return options
