"""``pharmagraph review``: findings with both sentences, decisions in a file that survives rebuilds."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]
Write = Callable[[Mapping[str, str]], Path]
ASPIRIN = "# Aspirin\n\n## Drug Interactions\n\nAspirin interacts with warfarin.\n"
WARFARIN = "# Warfarin\n\n## Drug Interactions\n\nWarfarin interacts with ginkgo.\n"
DENIAL = "\nWarfarin does not interact with aspirin.\n"


@pytest.fixture
def built(pharmagraph: Run, folder: Write) -> Callable[..., Result]:
    """A function that builds two monographs and runs ``review``; a second call builds other ones."""

    def build(*words: str, warfarin: str | None = WARFARIN) -> Result:
        if warfarin is not None:
            files = folder({"aspirin.md": ASPIRIN, "warfarin.md": warfarin})
            assert pharmagraph("build", files, "-o", "out", "-q").exit_code == 0
        return pharmagraph("-C", "out", "review", *words)

    return build


def ids(result: Result) -> list[str]:
    """The findings that were listed."""
    return list(dict.fromkeys(line.split("\t")[0] for line in result.stdout.splitlines()[1:]))


def test_a_gap_is_listed_with_the_sentence_and_the_silent_file(built: Run) -> None:
    """Exit status 1 while it is open."""
    found = built()
    assert found.exit_code == 1
    head, stated, silent = found.stdout.splitlines()
    assert head.split("\t") == [
        "finding",
        "kind",
        "status",
        "side",
        "statement",
        "where",
        "section",
        "sentence",
    ]
    assert stated.split("\t")[1:] == [
        "gap", "open", "stated", "aspirin interacts with warfarin", "aspirin.md:5", "Drug Interactions",
        "Aspirin interacts with warfarin.",
    ]  # fmt: skip
    assert silent.split("\t")[3:6] == ["silent", "no statement found", "warfarin.md"]


def test_a_contradiction_is_listed_with_both_sentences(built: Run) -> None:
    """One states, the other denies."""
    found = built("--kind", "denied", warfarin=WARFARIN + DENIAL)
    assert found.exit_code == 1
    assert "stated\taspirin interacts with warfarin\taspirin.md:5" in found.stdout
    assert "against\twarfarin does NOT interact with aspirin\twarfarin.md:7" in found.stdout
    assert built("--kind", "gap", warfarin=None).exit_code == 0


def test_a_decision_survives_a_rebuild_and_is_stale_when_the_text_changes(built: Run, tmp_path: Path) -> None:
    """The file beside the monographs is all that is needed."""
    (finding,) = ids(built())
    place = ("--decisions", "monographs")
    decided = built(
        *place, "accept", finding, "--reason", "warfarin.md is to say it", "--by", "an editor", warfarin=None
    )
    assert (decided.exit_code, decided.output) == (0, "")
    text = (tmp_path / "monographs" / "pharmagraph-review.tsv").read_text()
    assert text.splitlines()[-1] == (
        f"{finding}\taccepted\tan editor\twarfarin.md is to say it\t"
        "aspirin interacts with warfarin | warfarin.md is silent"
    )
    again = built(*place)
    assert (again.exit_code, again.stdout) == (0, "no such finding; 1 in all, 0 open\n")
    assert ids(built(*place, "--status", "accepted", warfarin=None)) == [finding]
    changed = built(*place, warfarin=WARFARIN + "\nWarfarin interacts with aspirin.\n")
    assert changed.exit_code == 0
    assert (
        f"{finding} was accepted, and is no longer found (aspirin interacts with warfarin" in changed.stderr
    )


def test_a_decision_is_withdrawn(built: Run) -> None:
    """The finding is open again."""
    (finding,) = ids(built())
    assert built("reject", finding, "--reason", "no gap", warfarin=None).exit_code == 0
    assert built(warfarin=None).exit_code == 0
    assert built("withdraw", finding, warfarin=None).exit_code == 0
    assert built(warfarin=None).exit_code == 1
    assert "nothing was decided about" in built("withdraw", finding, warfarin=None).stderr


def test_json_has_findings_decisions_and_what_is_stale(built: Run, tmp_path: Path) -> None:
    """The machine-readable answer has the same content."""
    (finding,) = ids(built())
    (tmp_path / "pharmagraph-review.tsv").write_text("abcdefabcdef\trejected\t\tgone\nbroken\n")
    result = built("--format", "json", warfarin=None)
    answer = json.loads(result.stdout)
    assert result.exit_code == 1
    assert [(f["id"], f["status"], f["silent"]) for f in answer["findings"]] == [
        (finding, "open", "warfarin.md")
    ]
    assert answer["findings"][0]["stated"][0]["evidence"][0]["quote"] == "Aspirin interacts with warfarin."
    assert [decision["finding"] for decision in answer["stale"]] == ["abcdefabcdef"]
    assert answer["problems"] == [
        "pharmagraph-review.tsv:2: a decision needs a finding, a verdict, by whom and a reason, with tabs between"
    ]


def test_findings_are_chosen_by_substance(built: Run) -> None:
    """By any name; an unknown one is an error."""
    assert ids(built("--substance", "Coumadin"))
    assert built("--substance", "ginkgo", warfarin=None).stdout == "no such finding; 1 in all, 1 open\n"
    assert built("--substance", "nosuchdrug", warfarin=None).exit_code == 1


@pytest.mark.parametrize(
    "words",
    [
        ("accept", "abc"),
        ("accept", "abc", "--reason", " "),
        ("accept",),
        ("praise", "abc"),
        ("--kind", "odd"),
    ],
    ids=" ".join,
)
def test_wrong_usage_is_exit_status_2(built: Run, words: tuple[str, ...]) -> None:
    """A decision needs a verb, a finding and a reason; nothing is written."""
    assert built(*words).exit_code == 2


def test_a_decision_about_nothing_is_refused(built: Run, tmp_path: Path) -> None:
    """No finding has the id, and nothing is written."""
    result = built("accept", "abcdefabcdef", "--reason", "why not")
    assert result.exit_code == 1
    assert "there is no finding 'abcdefabcdef'; pharmagraph review lists them" in result.stderr
    assert not (tmp_path / "pharmagraph-review.tsv").exists()


def test_the_kinds_are_listed(pharmagraph: Run) -> None:
    """Without a graph."""
    listed = pharmagraph("review", "--kinds")
    assert listed.exit_code == 0
    assert "gap\t" in listed.stdout
