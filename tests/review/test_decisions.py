"""The file of decisions: what people write, what they get wrong, and that nothing of it is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pharmagraph.review import Decision, Decisions, read_decisions, write_decisions
from pharmagraph.review.decisions import DecisionError, decisions_path

GOOD = "0123456789ab\taccepted\tan editor\tthe label says so\tA | B"


def test_a_file_that_is_not_there_has_no_decisions(tmp_path: Path) -> None:
    """The first decision makes it."""
    read = read_decisions(tmp_path / "none.tsv")
    assert (read.made, read.problems) == ({}, [])


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_decision_is_read_whatever_editor_wrote_it(tmp_path: Path, ends: str, mark: str) -> None:
    """Line ends of Windows, a byte order mark, blank lines and comments are all the same."""
    path = tmp_path / "d.tsv"
    path.write_bytes(f"{mark}# mine{ends}{ends}{GOOD}{ends}".encode())
    read = read_decisions(path)
    assert read.problems == []
    assert read.made == {
        "0123456789ab": Decision("0123456789ab", "accepted", "the label says so", "an editor", "A | B", 3)
    }


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("0123456789ac\taccepted", "a decision needs a finding"),
        ("0123456789ac accepted me because", "a decision needs a finding"),
        ("no-id\taccepted\tme\tbecause", "'no-id' is no id"),
        ("\taccepted\tme\tbecause", "'' is no id"),
        ("0123456789ac\tperhaps\tme\tbecause", "the verdict is 'perhaps'"),
        ("0123456789ac\trejected\tme\t ", "gives no reason"),
        ("0123456789ab\trejected\tme\tbecause", "0123456789ab is decided in line 1 already"),
        ("<<<<<<< HEAD", "a decision needs a finding"),
    ],
)
def test_a_bad_line_is_told_with_its_number_and_the_good_ones_are_used(
    tmp_path: Path, line: str, problem: str
) -> None:
    """Nothing is guessed, nothing is thrown away: the line is still there when the file is written again."""
    path = tmp_path / "d.tsv"
    path.write_text(f"{GOOD}\n{line}\n0123456789ff\trejected\t\tno\n")
    read = read_decisions(path)
    (told,) = read.problems
    assert str(told).startswith(f"{path}:2: ")
    assert problem in str(told)
    assert {d.finding: d.verdict for d in read.made.values()} == {
        "0123456789ab": "accepted",
        "0123456789ff": "rejected",
    }
    write_decisions(path, read)
    assert line in path.read_text().splitlines()
    assert read_decisions(path).made.keys() == read.made.keys()


def test_the_file_is_sorted_and_says_what_its_columns_are(tmp_path: Path) -> None:
    """One decision a line, in an order that does not depend on when it was made."""
    path = tmp_path / "d.tsv"
    made = [
        Decision("bb", "rejected", "b"),
        Decision("aa", "accepted", "two\nlines\tand a tab", "me", "A | B"),
    ]
    write_decisions(path, Decisions({decision.finding: decision for decision in made}))
    lines = path.read_text().splitlines()
    assert lines[1] == "# finding\tverdict\tby\treason\tabout"
    assert lines[2:] == ["aa\taccepted\tme\ttwo lines and a tab\tA | B", "bb\trejected\t\tb"]


_texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)
_decisions = st.builds(
    Decision, st.text("0123456789abcdef", min_size=1, max_size=12), st.sampled_from(["accepted", "rejected"]),
    _texts.filter(lambda text: text.strip()), _texts, _texts,
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(_decisions, max_size=4, unique_by=lambda decision: decision.finding))
def test_what_is_written_is_read(tmp_path_factory, made: list[Decision]) -> None:
    """Any reason comes back, with its blanks in order; writing again changes nothing."""
    path = tmp_path_factory.mktemp("decisions") / "d.tsv"
    write_decisions(path, Decisions({decision.finding: decision for decision in made}))
    first, read = path.read_bytes(), read_decisions(path)
    assert read.problems == []
    assert {(d.finding, d.verdict, d.reason, d.by, d.about) for d in read.made.values()} == {
        (d.finding, d.verdict, *(" ".join(text.split()) for text in (d.reason, d.by, d.about))) for d in made
    }
    write_decisions(path, read)
    assert path.read_bytes() == first


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    """A spreadsheet's own format is not overwritten by mistake."""
    path = tmp_path / "d.tsv"
    path.write_bytes(b"PK\x03\x04\xff\xfe")
    with pytest.raises(DecisionError, match=r"d\.tsv: the decisions can't be read"):
        read_decisions(path)


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """No folder, no file."""
    with pytest.raises(DecisionError, match="can't be written"):
        write_decisions(tmp_path / "no" / "d.tsv", Decisions())


def test_a_folder_stands_for_the_file_in_it(tmp_path: Path) -> None:
    """Beside the monographs, under its own name."""
    assert decisions_path(tmp_path) == tmp_path / "pharmagraph-review.tsv"
    assert decisions_path(tmp_path / "mine.tsv") == tmp_path / "mine.tsv"
