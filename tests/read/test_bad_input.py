"""Files that cannot be read: one clear line with file, line and what to do; never a traceback."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from pharmagraph.errors import ReadError
from pharmagraph.read import read_bytes, read_monograph
from read.refusals import check_message, refusal


def refused(path: Path) -> ReadError:
    with pytest.raises(ReadError) as caught:
        read_monograph(path)
    check_message(caught.value)
    assert caught.value.source == path.name
    return caught.value


def test_a_missing_file_is_refused(tmp_path: Path):
    """A file that is not there is refused by its name."""
    assert refused(tmp_path / "kava.md").problem == "there is no such file"


def test_a_folder_is_no_file(tmp_path: Path):
    """A folder cannot be read as a monograph."""
    assert refused(tmp_path).problem == "this is not a file"


def test_a_link_to_nothing_is_a_missing_file(tmp_path: Path):
    """A symbolic link whose target is gone is refused as missing."""
    link = tmp_path / "kava.md"
    link.symlink_to(tmp_path / "gone.md")
    assert refused(link).problem == "there is no such file"


def test_a_link_to_itself_is_refused(tmp_path: Path):
    """A symbolic link that leads in a circle is refused, not followed forever."""
    link = tmp_path / "kava.md"
    link.symlink_to(link)
    assert "file" in refused(link).problem


def test_a_file_without_permission_is_refused(tmp_path: Path):
    """A file that may not be read is refused with the reason of the system."""
    path = tmp_path / "kava.md"
    path.write_text("It is safe.")
    path.chmod(0)
    try:
        path.read_bytes()
    except PermissionError:
        assert refused(path).problem == "it cannot be read (Permission denied)"
    else:
        pytest.skip("this user may read every file")


def test_an_error_of_the_system_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Whatever the system says while a file is read becomes a message, not a traceback."""
    path = tmp_path / "kava.md"
    path.write_text("It is safe.")

    def fail(_: Path) -> bytes:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "read_bytes", fail)
    assert refused(path).problem == "it cannot be read (Input/output error)"


def test_a_name_that_is_too_long_is_refused(tmp_path: Path):
    """A path that the system does not accept is refused."""
    with pytest.raises(ReadError):
        read_monograph(tmp_path / ("x" * 5000 + ".md"))


def test_a_file_of_200_megabytes_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A huge file is refused by its size, before a byte of it is read."""
    path = tmp_path / "huge.md"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("it was read"))
    error = refused(path)
    assert error.problem == "the file has 200 MB, more than the 20 MB that are read"


def test_the_bound_on_size_holds_for_bytes_too():
    """Twenty megabytes are read, one byte more is refused."""
    assert "MB" in refusal(b"a" * 20_000_001).problem
    assert read_bytes(b"a" * 20_000_000, "x.md").monograph.passages


@pytest.mark.parametrize(
    "data", [b"", b" \n\t\r\n ", b"\xef\xbb\xbf", b"\xef\xbb\xbf \n", "\u3000\n".encode()]
)
def test_an_empty_file_is_refused(data: bytes):
    """A file of nothing, of white space or of a byte order mark is empty."""
    assert refusal(data).problem == "the file is empty"


def test_a_binary_file_is_refused_with_the_line():
    """A zero byte makes a file binary; its line is told."""
    error = refusal(b"# Kava\r\n\r\nIt\x00 is.\n")
    assert (error.problem, error.line) == ("the file is binary (it has a zero byte)", 3)


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n\x00\x00", b"PK\x03\x04\x14\x00", bytes(range(256))])
def test_pictures_and_archives_are_refused(data: bytes):
    """Common binary files are refused."""
    assert "binary" in refusal(data).problem


@pytest.mark.parametrize(
    ("data", "byte", "line"),
    [
        (b"caf\xe9", "0xe9", 1),
        (b"a\nb\n\xff", "0xff", 3),
        (b"a\r\nb\r\nc \xc3(", "0xc3", 3),
        (b"a\rb\r\xed\xa0\x80", "0xed", 3),
        (b"---\ntitle: caf\xe9\n---\n", "0xe9", 2),
        ("é\n".encode() * 50 + b"\xe2\x82", "0xe2", 51),
    ],
)
def test_a_file_that_is_not_utf8_is_refused_with_byte_and_line(data: bytes, byte: str, line: int):
    """The first byte that is no UTF-8 is told, with its line by any kind of line end."""
    error = refusal(data)
    assert (error.problem, error.line) == (f"the file is not UTF-8 (byte {byte})", line)
    assert error.remedy == "save it as UTF-8"


@pytest.mark.parametrize("coding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf16_is_refused(coding: str):
    """UTF-16 is refused, with or without its byte order mark."""
    error = refusal("# Kava\n\nIt is safe.".encode(coding))
    assert "UTF-16" in error.problem or "binary" in error.problem
    assert error.line == 1
    if coding == "utf-16":
        assert error.problem == "the file is UTF-16"


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("vitamin_k2-7.md", "Vitamin k2-7"),
        ("st-johns-wort.md", "St johns wort"),
        ("a/b/alpha-gpc.markdown", "Alpha gpc"),
        ("_.md", "_"),
        ("5-htp.md", "5 htp"),
    ],
)
def test_without_title_and_heading_the_file_name_gives_the_title(name: str, title: str):
    """The title is the file name in words, which is noted."""
    reading = read_bytes(b"It is safe.\n\n## Usage\n", name)
    assert reading.monograph.title == title
    assert {note.code for note in reading.notes} == {"no-front-matter", "title-from-file-name"}


def test_the_first_heading_gives_the_title_that_is_missing():
    """Only the first heading of the first level can give the title."""
    monograph = read_bytes(b"## Usage\n\n# **Kava**\n\n# Other\n", "x.md").monograph
    assert (monograph.title, monograph.passages) == ("Kava", ())


@pytest.mark.parametrize("title", ["", "[a, b]", "{a: b}", '"  "', "~"])
def test_a_title_that_is_no_text_is_missing(title: str):
    """A list, a mapping or nothing is no title."""
    assert read_bytes(f"---\ntitle: {title}\n---\n# Kava\n".encode(), "x.md").monograph.title == "Kava"


def test_text_without_any_heading_is_read():
    """Passages before the first heading belong to no section."""
    (passage,) = read_bytes(b"It is safe.", "x.md").monograph.passages
    assert (passage.section.path, passage.section.line, passage.text) == ((), 0, "It is safe.")


def test_only_front_matter_is_a_monograph_without_passages():
    """A file of nothing but a title is read, and says nothing."""
    monograph = read_bytes(b"---\ntitle: Kava\n---\n", "x.md").monograph
    assert (monograph.title, monograph.passages, monograph.faqs) == ("Kava", (), ())


def test_a_table_of_half_a_million_cells_is_read_as_text_and_noted():
    """A few bytes of table that stand for very many cells are read as plain text."""
    data = "|a" * 500 + "|\n" + "|-" * 500 + "|\n" + "|b\n" * 1000
    reading = read_bytes(data.encode(), "x.md")
    assert [note.line for note in reading.notes if note.code == "tables-as-text"] == [1]
    assert reading.monograph.passages
    assert not any(passage.cells for passage in reading.monograph.passages)


def test_a_monograph_knows_its_name_and_the_hash_of_its_bytes(tmp_path: Path):
    """The name is the file's, unless another is given; the hash is that of the bytes."""
    path = tmp_path / "kava.md"
    path.write_bytes(b"\xef\xbb\xbfIt is safe.\r\n")
    digest = "7c3594844491b70699ea8053b15489c50f2870e8ca4e5f9f789aa69d2714703c"  # of sha256sum
    monograph = read_monograph(path).monograph
    assert monograph.source == "kava.md"
    assert read_monograph(path, "a/kava.md").monograph.source == "a/kava.md"
    assert monograph.sha256 == digest


def test_errors_cross_processes_unchanged():
    """An error that a worker raises arrives with its file, line and remedy."""
    error = refusal(b"a\n\xff")
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again), again.line) == (ReadError, str(error), 2)
