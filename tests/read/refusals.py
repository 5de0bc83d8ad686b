"""Reading what must be refused, for the tests of bad input."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from pharmagraph.errors import ReadError
from pharmagraph.read import read_bytes


def refusal(data: bytes | str) -> ReadError:
    """The error for a file named ``x.md``; it is one line that names the file and says what to do."""
    with pytest.raises(ReadError) as caught:
        read_bytes(data.encode() if isinstance(data, str) else data, "x.md")
    error = caught.value
    check_message(error)
    return error


def check_message(error: ReadError) -> None:
    """Assert that an error tells the reader what is wrong, where, and what to do, in one line."""
    message = str(error)
    place = f"{error.source}:{error.line}: " if error.line else f"{error.source}: "
    assert message == f"{place}{error.problem}; {error.remedy}"
    assert error.remedy
    assert "\n" not in message
    assert len(error.problem) + len(error.remedy) < 200


def run_apart(code: str) -> str:
    """Run Python in a process of its own, as bad input may end it; what it printed."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, env=environment, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stderr == ""
    return done.stdout
