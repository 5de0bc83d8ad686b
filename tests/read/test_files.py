"""Finding monographs in files and folders."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pharmagraph.read import Found, find_monographs
from read.refusals import check_message


def make(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("It is safe.\n")


def sources(*paths: Path) -> list[str]:
    found = find_monographs(paths)
    assert found.problems == ()
    for file in found.files:
        assert file.path.is_file()
    return [file.source for file in found.files]


def problems(found: Found) -> list[str]:
    for error in found.problems:
        check_message(error)
    return [error.problem for error in found.problems]


def test_a_folder_is_searched_with_its_folders_in_order(tmp_path: Path):
    """Markdown files are found at any depth, in alphabetical order, by names relative to the folder."""
    make(tmp_path, "b.md", "a.md", "c/d/e.markdown", "c/B.MD", "z.md")
    assert sources(tmp_path) == ["a.md", "b.md", "z.md", "c/B.MD", "c/d/e.markdown"]


def test_what_is_no_monograph_is_passed_over(tmp_path: Path):
    """Other files, README files, hidden files and hidden folders are not monographs."""
    make(tmp_path, "a.md", "README.md", "x/readme.markdown", ".b.md", ".git/c.md", "d.txt", "e.md.bak", "md")
    assert sources(tmp_path) == ["a.md"]


def test_a_file_that_is_named_is_taken_whatever_its_name(tmp_path: Path):
    """Whoever names a file means it, even a README or a text file."""
    make(tmp_path, "README.md", "notes.txt")
    assert sources(tmp_path / "README.md", tmp_path / "notes.txt") == ["README.md", "notes.txt"]


def test_the_order_of_the_arguments_is_kept(tmp_path: Path):
    """Files come in the order in which they were named."""
    make(tmp_path, "b.md", "a.md", "f/c.md")
    assert sources(tmp_path / "f", tmp_path / "b.md", tmp_path / "a.md") == ["c.md", "b.md", "a.md"]


def test_a_file_that_is_given_twice_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The same file by name, by folder, by a relative path or by a link is one file."""
    make(tmp_path, "f/a.md", "f/b.md")
    (tmp_path / "f" / "link.md").symlink_to(tmp_path / "f" / "a.md")
    monkeypatch.chdir(tmp_path)
    assert sources(tmp_path / "f" / "b.md", Path("f"), tmp_path, Path("f/../f/a.md")) == ["b.md", "a.md"]


def test_files_of_the_same_name_are_told_apart_by_their_folders(tmp_path: Path):
    """Where two files have the same name, as much of their folders is put before it as is needed."""
    make(tmp_path, "one/x/a.md", "two/x/a.md", "two/x/b.md", "three/y/a.md")
    folders = [tmp_path / "one" / "x", tmp_path / "two" / "x", tmp_path / "three" / "y"]
    assert sources(*folders) == ["one/x/a.md", "two/x/a.md", "b.md", "y/a.md"]


def test_names_stay_distinct_when_folders_do_not_help(tmp_path: Path):
    """Files whose last three folders are the same are numbered."""
    make(tmp_path, "one/x/y/z/a.md", "two/x/y/z/a.md", "three/x/y/z/a.md")
    names = sources(*[tmp_path / first / "x" / "y" / "z" for first in ("one", "two", "three")])
    assert names == ["x/y/z/a.md", "x/y/z/a-2.md", "x/y/z/a-3.md"]


def test_a_file_that_is_missing_is_a_problem_and_the_others_are_found(tmp_path: Path):
    """One wrong path does not hide the right ones."""
    make(tmp_path, "a.md")
    found = find_monographs([tmp_path / "gone.md", tmp_path / "a.md"])
    assert [file.source for file in found.files] == ["a.md"]
    assert problems(found) == ["there is no such file or folder"]
    assert found.problems[0].source == str(tmp_path / "gone.md")


def test_a_folder_with_nothing_to_read_is_a_problem(tmp_path: Path):
    """An empty folder, or one of other files, says that it holds no monographs."""
    make(tmp_path, "empty/README.md", "empty/x/y.txt", "full/a.md")
    found = find_monographs([tmp_path / "empty", tmp_path / "full"])
    assert problems(found) == ["there are no monographs in this folder"]
    assert [file.source for file in found.files] == ["a.md"]


def test_no_paths_give_no_files():
    """Nothing asked, nothing found, no problem."""
    assert find_monographs([]) == Found(())


def test_a_link_to_nothing_is_a_problem_when_named(tmp_path: Path):
    """A dangling link that is named is a missing file."""
    (tmp_path / "kava.md").symlink_to(tmp_path / "gone.md")
    assert problems(find_monographs([tmp_path / "kava.md"])) == ["there is no such file or folder"]


def test_a_link_to_nothing_in_a_folder_is_found_and_left_to_the_reader(tmp_path: Path):
    """A dangling link in a folder is not passed over in silence: reading it will tell."""
    make(tmp_path, "a.md")
    (tmp_path / "kava.md").symlink_to(tmp_path / "gone.md")
    assert [file.source for file in find_monographs([tmp_path]).files] == ["a.md", "kava.md"]


def test_folders_that_link_in_a_circle_do_not_hang(tmp_path: Path):
    """A folder that links to its parent is not followed."""
    make(tmp_path, "a.md")
    (tmp_path / "loop").symlink_to(tmp_path)
    assert sources(tmp_path) == ["a.md"]


def test_a_folder_that_cannot_be_searched_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A folder without permission says so, with the reason of the system, and the others are searched."""
    make(tmp_path, "a/b.md", "c/d.md")
    scan = os.scandir

    def refuse(path: str):
        if str(path).endswith("a"):
            raise PermissionError(13, "Permission denied", path)
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    found = find_monographs([tmp_path / "a", tmp_path / "c"])
    assert problems(found) == ["it cannot be searched (Permission denied)"]
    assert [file.source for file in found.files] == ["d.md"]


@pytest.mark.parametrize("name", ["x" * 5000, "a\0b.md"])
def test_a_path_that_the_system_does_not_accept_is_a_problem(tmp_path: Path, name: str):
    """A path that cannot exist is a problem, not a traceback."""
    assert len(problems(find_monographs([tmp_path / name]))) == 1


def test_the_result_does_not_depend_on_the_order_of_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Names and order are the same, whatever order the system lists files in."""
    make(tmp_path, "b/x.md", "a/x.md", "a/c.md", "d.md")
    expected = sources(tmp_path)
    walk = os.walk

    def backwards(*args, **options):
        for where, folders, names in walk(*args, **options):
            folders.reverse()
            yield where, folders, names[::-1]

    monkeypatch.setattr(os, "walk", backwards)
    assert sources(tmp_path) == expected == ["d.md", "a/c.md", "a/x.md", "b/x.md"]
