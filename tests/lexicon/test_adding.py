"""Users' terminologies: good rows are used, bad ones are told with their line."""

import pytest
from click.testing import CliRunner

from pharmagraph.cli.lexicon import lexicon_command
from pharmagraph.lexicon.user import VARIABLE
from pharmagraph.recognise.lexicon import load_lexicon

HEAD = "text\tcurie\tname\tpredicate\tclass\n"
GOOD = (
    "VitaRed\tCHEBI:10033\twarfarin\tbrand\t\n"
    "House Mix\tpgc:house-mix\tHouse Mix\tpreferred\tSubstance\n"
    "warfarol\tpgc:warfarin\t\toboInOwl:hasExactSynonym\t\n"
)


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run a lexicon command with a user's folder of its own."""
    monkeypatch.setenv(VARIABLE, str(tmp_path / "mine"))
    load_lexicon.cache_clear()
    yield lambda *arguments: _invoke(arguments)
    load_lexicon.cache_clear()


def _invoke(arguments):
    load_lexicon.cache_clear()  # each command is a process of its own
    return CliRunner().invoke(lexicon_command, [str(a) for a in arguments])


def _file(tmp_path, rows, head=HEAD):
    path = tmp_path / "house.tsv"
    path.write_text(head + rows, encoding="utf-8")
    return path


def test_added_names_are_used_before_all_others(run, tmp_path):
    """A brand of one's own leads to the known concept, a concept of one's own is there with its class."""
    done = run("add", _file(tmp_path, GOOD))
    assert done.exit_code == 0
    assert "3 names added" in done.stdout
    lexicon = load_lexicon()
    assert [c.id for c in lexicon.readings("vitared")] == ["pgc:warfarin"]
    assert "VitaRed" in lexicon.concept("pgc:warfarin").brands
    assert [(c.label, c.type) for c in lexicon.readings("house mix")] == [("House Mix", "Substance")]
    assert [c.id for c in lexicon.readings("warfarol")] == ["pgc:warfarin"]
    assert "a terminology that was added" in run("lookup", "VitaRed").stdout


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("foo\tbar\t\t\t", "no-curie"),
        ("foo\t\t\t\t", "no-curie"),
        ("\tCHEBI:10033\t\t\t", "no-name"),
        ("--\tCHEBI:10033\t\t\t", "no-name"),
        ("foo\tnosuch:12\t\t\t", "unknown-prefix"),
        ("foo\tCHEBI:10033\t\tfriend\t", "unknown-predicate"),
        ("foo\tCHEBI:10033\t\toboInOwl:hasBroadSynonym\t", "loose-synonym"),
        ("foo\tCHEBI:10033\t\t\tPotion", "unknown-class"),
        ("foo\tCHEBI:999999999\t\t\t", "no-class"),
        ("foo", "no-curie"),
    ],
)
def test_a_bad_row_is_reported_with_its_line_and_the_good_ones_are_used(run, tmp_path, row, code):
    """One bad row costs one note."""
    done = run("add", _file(tmp_path, GOOD + row + "\n"))
    assert done.exit_code == 0
    assert "house.tsv:5: " in done.stderr
    assert f"[{code}]" in done.stderr
    assert "3 names added" in done.stdout


def test_duplicates_are_used_once_and_contradictions_not_at_all(run, tmp_path):
    """The same row twice is one; a name with two meanings is none, and both lines are told."""
    rows = (
        GOOD + "VitaRed\tCHEBI:10033\twarfarin\tbrand\t\nboth\tCHEBI:10033\t\t\t\nBoth\tCHEBI:15365\t\t\t\n"
    )
    done = run("add", _file(tmp_path, rows))
    assert "house.tsv:5: the same row stands in line 2 [duplicate]" in done.stderr
    assert done.stderr.count("[contradiction]") == 2
    assert load_lexicon().readings("both") == ()


def test_a_name_that_gets_another_meaning_is_told(run, tmp_path):
    """A user may say that a name means something else than the lexicon says, but never unawares."""
    done = run("add", _file(tmp_path, "warfarin\tCHEBI:15365\t\t\t\nCoumadin\tCHEBI:10033\t\t\t\n"))
    assert done.exit_code == 0
    assert (
        "house.tsv:2: 'warfarin' has meant warfarin (pgc:warfarin) so far; now it means CHEBI:15365"
        in done.stderr
    )
    assert "house.tsv:3" not in done.stderr
    assert "2 names added" in done.stdout


def test_two_names_for_one_identifier_are_a_contradiction(run, tmp_path):
    """A concept cannot have two preferred names or two classes."""
    rows = (
        "a1x\tpgc:thing-one\tOne\t\tFood\nb1x\tpgc:thing-one\tTwo\t\tFood\n"
        "c1x\tpgc:thing-two\t\t\tFood\nd1x\tpgc:thing-two\t\t\tProtein\n"
    )
    done = run("add", _file(tmp_path, GOOD + rows))
    assert done.stderr.count("[contradiction]") == 4
    assert "3 names added" in done.stdout


def test_strict_adds_nothing_if_a_row_is_bad(run, tmp_path):
    """With --strict a terminology is whole or not there."""
    done = run("add", "--strict", _file(tmp_path, GOOD + "foo\tbar\t\t\t\n"))
    assert done.exit_code == 1
    load_lexicon.cache_clear()
    assert load_lexicon().readings("VitaRed") == ()


@pytest.mark.parametrize(
    "content", [b"", b"text\tname\nfoo\tbar\n", b"\xff\xfe\x00", b"text\tcurie\n", b"text\tcurie\nfoo\tbar\n"]
)
def test_a_terminology_with_nothing_to_use_is_an_error(run, tmp_path, content):
    """Missing columns, other encodings, empty tables: an error of one line, and nothing is written."""
    path = tmp_path / "house.tsv"
    path.write_bytes(content)
    done = run("add", path)
    assert done.exit_code == 1
    assert not (tmp_path / "mine").exists()


def test_adding_the_same_file_again_replaces_it(run, tmp_path):
    """A corrected file takes the place of the first."""
    run("add", _file(tmp_path, GOOD))
    run("add", _file(tmp_path, "VitaBlue\tCHEBI:10033\t\tbrand\t\n"))
    load_lexicon.cache_clear()
    assert load_lexicon().readings("VitaRed") == ()
    assert [c.id for c in load_lexicon().readings("VitaBlue")] == ["pgc:warfarin"]


def test_lookup_says_why(run):
    """Each reading comes with its class, its identifiers and the reason; no reading is exit status 1."""
    done = run("lookup", "Coumadin", "liver", "salmeterol fumarate", "ALA")
    assert done.exit_code == 0
    assert "a trade name of warfarin" in done.stdout
    assert "chosen where a relation wants the class Food" in done.stdout
    assert "a salt or hydrate of salmeterol" in done.stdout
    assert "one of 2 of class Substance" in done.stdout
    silent = run("lookup", "nosuchthing")
    assert silent.exit_code == 1
    assert "no layer knows this name" in silent.stderr


def test_info_tells_layers_counts_and_sources(run, tmp_path):
    """What is in the lexicon, where from, in which version."""
    run("add", _file(tmp_path, GOOD))
    lines = run("info").stdout
    assert "house.tsv" in lines
    assert "pack, built from\tindra\t1.24.0" in lines
    assert "pack, by class\tSubstance" in lines
