"""The browser that the tests of the page run in: find one, or install it where that is possible.

Run by ``make test``. Whoever has no browser is told what to do and gets exit status 1, so that the browser
tests are never skipped in silence.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

# Without these Chromium talks to its maker; as root and without a graphics card it does not start.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

MISSING = """\
No browser found: the tests of the graph page need Chromium or Chrome.
Install one, or set CHROME to the path of yours:
  Debian, Ubuntu   sudo apt-get install chromium   (Ubuntu: chromium-browser)
  Fedora           sudo dnf install chromium
  macOS            brew install --cask google-chrome, then
                   export CHROME="/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
"""


def find_browser() -> str | None:
    """The path of an installed Chromium or Chrome, the one named by CHROME first; None without any."""
    chosen = os.environ.get("CHROME")
    if chosen:
        return shutil.which(chosen)
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def may_install() -> bool:
    """Whether this is a system with apt-get on which packages may be installed."""
    return shutil.which("apt-get") is not None and hasattr(os, "geteuid") and os.geteuid() == 0


def install() -> None:
    """Install Debian's Chromium; whether it worked is for ``find_browser`` to say."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "--yes", "--no-install-recommends", "chromium"]):
        subprocess.run(["apt-get", "--quiet", *command], env=environment, stdout=sys.stderr, check=False)


def main() -> int:
    """Make sure that there is a browser.

    Returns:
        The exit status: 0 when there is one, 1 when there is none.
    """
    chosen = os.environ.get("CHROME")
    if chosen and find_browser() is None:
        sys.stderr.write(f"CHROME is set to {chosen!r}, which is no program.\n{MISSING}")
        return 1
    if find_browser() is None and may_install():
        sys.stderr.write("No browser found; installing Debian's chromium for the tests of the graph page.\n")
        install()
    if find_browser() is None:
        sys.stderr.write(MISSING)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
