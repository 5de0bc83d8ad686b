"""The traps of front matter: each is read without loss, or refused with its line and what to do."""

from __future__ import annotations

import pytest

from pharmagraph.read import read_bytes
from read.refusals import refusal, run_apart

BODY = "It is safe.\n"


def metadata(text: str) -> dict[str, object]:
    return dict(read_bytes(f"---\n{text}\n---\n{BODY}".encode(), "x.md").monograph.metadata)


def texts(data: str) -> list[str]:
    return [passage.text for passage in read_bytes(data.encode(), "x.md").monograph.passages]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_byte_order_marks_and_line_ends_stay_in_the_raw_text(mark: str, end: str):
    """Behind a byte order mark, and with any line end, front matter and body are read and nothing is lost."""
    text = mark + f"---\ntitle: Kava\ntags:\n  - a\n---\n\n\n  {BODY}\n\n".replace("\n", end)
    monograph = read_bytes(text.encode(), "x.md").monograph
    assert monograph.raw == text
    assert monograph.metadata == {"title": "Kava", "tags": ("a",)}
    (passage,) = monograph.passages
    assert (passage.text, passage.line) == ("It is safe.", 8)
    assert text[passage.start : passage.end] == "It is safe."


def test_a_body_that_begins_with_a_rule_keeps_its_text():
    """A body that starts with dashes, and holds more of them, loses nothing."""
    assert texts("---\ntitle: X\n---\n---\nOne.\n\n---\n\nTwo: three.\n---\nFour.\n") == [
        "One.", "Two: three.", "Four.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "body",
    [
        "---\n\nOne is here: it is safe.\n\n---\n\nTwo.\n",
        "---\nIt is safe.\n---\nTwo.\n",
        "---\n[A link](x): it is safe\n---\n",
        "----\n***\n",
        "--- \nIt is safe\n",
    ],
)
def test_a_rule_at_the_top_is_not_front_matter(body: str):
    """A file that begins with a rule over prose has no front matter, and all its words are read."""
    reading = read_bytes(f"{body}\nEnd.\n".encode(), "x.md")
    assert reading.monograph.metadata == {}
    assert "no-front-matter" in {note.code for note in reading.notes}
    assert reading.monograph.passages[-1].text == "End."


@pytest.mark.parametrize("fence", ["---", "--- ", "----", "---\t"])
def test_fences_may_be_long_or_have_blanks_behind_them(fence: str):
    """A fence of more than three dashes, or with blanks behind it, is a fence."""
    monograph = read_bytes(f"{fence}\ntitle: Kava\n{fence}\n{BODY}".encode(), "x.md").monograph
    assert monograph.metadata == {"title": "Kava"}
    assert [passage.text for passage in monograph.passages] == ["It is safe."]


def test_dashes_within_a_value_do_not_close_the_front_matter():
    """Only a line of its own that starts with the dashes closes the front matter."""
    found = metadata("title: a --- b\ntext: |\n  one\n  ---\n  two\nlast: 1")
    assert found == {"title": "a --- b", "text": "one\n---\ntwo\n", "last": 1}


BOMBS = {
    "flow lists": "'a: ' + '[' * n",
    "flow maps": "'a: ' + '{a: ' * n",
    "block lists": "'a:\\n  ' + '- ' * n + 'x'",
    "nested keys": "''.join(' ' * i + 'a:\\n' for i in range(n // 100))",
    "question marks": "'? ' * n",
    "closed lists": "'a: ' + '[' * n + ']' * n",
    "lists of nothing": "'- ' * n",
    "lists behind a line end of Unicode": "'a:\\u2028' + '- ' * n + 'x'",
    "lists behind a next-line character": "'a:\\x85' + '- ' * n + 'x'",
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_deep_nesting_is_refused_and_does_not_end_the_process(bomb: str):
    """Nesting of a hundred thousand levels is refused on its line before the YAML parser sees it."""
    code = f"""
n = 100_000
from pharmagraph.errors import ReadError
from pharmagraph.read import read_bytes
try:
    read_bytes(('---\\ntitle: X\\n' + {bomb} + '\\n---\\nIt is safe.\\n').encode(), 'x.md')
except ReadError as error:
    print(error)
"""
    printed = run_apart(code)
    assert printed.startswith("x.md:")
    assert printed.endswith("the front matter is nested too deeply; make it flat\n")


def test_nesting_that_people_write_is_read():
    """Forty levels are read, one more is refused: the bound is far above what people write."""
    assert metadata("a: " + "[" * 39 + "]" * 39)["a"] is not None
    error = refusal("---\ntitle: X\na: " + "[" * 41 + "]" * 41 + "\n---\n")
    assert (error.problem, error.line) == ("the front matter is nested too deeply", 3)


def test_brackets_in_text_are_not_nesting():
    """Brackets that are closed again, or stand in text, do not count as depth."""
    assert metadata("a: " + '"' + "[x] (y) {z} " * 500 + '"')["a"].count("[") == 500


def test_an_alias_bomb_is_refused():
    """Aliases that stand for a billion values are refused, on a line of the front matter."""
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    bomb += "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]\n" for i in range(1, 10))
    error = refusal(f"---\n{bomb}---\n{BODY}")
    assert error.problem == "aliases make the front matter too large"
    assert error.line is not None
    assert 1 < error.line < 12


def test_a_bomb_of_merge_keys_is_refused():
    """Merge keys that stand for a billion values are refused too."""
    bomb = "a0: &a0 {x: 1}\n"
    bomb += "".join(f"a{i}: &a{i}\n  <<: [{', '.join([f'*a{i - 1}'] * 10)}]\n" for i in range(1, 10))
    assert refusal(f"---\n{bomb}---\n").problem == "aliases make the front matter too large"


def test_an_alias_of_itself_is_refused():
    """A list that holds itself is refused instead of being walked forever."""
    assert "front matter" in refusal("---\na: &a [1, *a]\n---\n").problem


def test_merge_keys_give_way_to_own_keys_and_to_earlier_ones():
    """A merged key never hides one that is written out, and the first of several mappings wins."""
    found = metadata("a: &a {x: 1, y: 2}\nb: &b {x: 3, z: 4}\nc:\n  <<: [*a, *b]\n  y: 5")
    assert found["c"] == {"x": 1, "y": 5, "z": 4}
    assert metadata("a: &a {x: 1}\nb: &b {x: 3, z: 4}\nc:\n  <<: *a\n  <<: *b")["c"] == {"x": 1, "z": 4}


@pytest.mark.parametrize("value", ["text", "[1, 2]", "5"])
def test_a_merge_key_without_a_mapping_is_refused(value: str):
    """A merge key must name a mapping."""
    error = refusal(f"---\ntitle: X\nc:\n  <<: {value}\n---\n")
    assert (error.problem, error.line) == ("'<<' in the front matter does not name a mapping", 4)


@pytest.mark.parametrize(
    "text", ["- a\n- b", "[a, b]", "- title: Kava", "{a: 1}\n---\n- b", "!!set {a, b}", "!!str x"]
)
def test_front_matter_that_is_no_mapping_is_refused_or_read(text: str):
    """A list as front matter is refused on its first line; a mapping in any form is not."""
    if text.startswith(("{", "!!set")):
        assert "a" in read_bytes(f"---\n{text}\n---\n{BODY}".encode(), "x.md").monograph.metadata
    else:
        error = refusal(f"---\n{text}\n---\n{BODY}")
        assert (error.problem, error.line) == ("the front matter is not a list of keys and values", 2)


def test_front_matter_that_is_not_closed_is_refused():
    """Front matter without a closing line is refused, with what to write."""
    error = refusal("---\ntitle: Kava\n\nIt is safe.\n")
    assert (error.problem, error.line) == ("the front matter is not closed", 1)
    assert "'---'" in error.remedy


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("title: Kava\ntext: a: b", 3),
        ("title: Kava\n\tx: 1", 3),
        ('title: "Kava\nb: 1', 2),
        ("title: Kava\na: [1, 2\nb: 3\nc: 4", 4),
        ("title: @Kava", 2),
        ("title: Kava\n\n# a comment\nalso: *nothing", 5),
        ("title: Kava\na: 1\n b: 2", 4),
        ("title: Kava\na: \x07", 3),
        ("title: &a &b x", 2),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_broken_yaml_is_refused_with_its_line(text: str, line: int, end: str, mark: str):
    """The message for broken YAML names the line of the file where it is broken."""
    error = refusal(mark + f"---\n{text}\n---\n{BODY}".replace("\n", end))
    assert error.problem.startswith("the front matter is not valid YAML (")
    assert error.line == line
    assert "quotes" in error.remedy


@pytest.mark.parametrize("tag", ["!!python/object/apply:os.system", "!mine", "!!python/name:os.system"])
def test_tags_that_ask_for_objects_are_refused(tag: str):
    """No tag can make the reader build an object of Python."""
    error = refusal(f"---\ntitle: X\na: {tag} [ls]\n---\n")
    assert error.problem.startswith("the front matter has an unknown tag")
    assert error.line == 3


def test_tags_of_plain_values_are_read():
    """The tags of YAML's own scalars and collections are read."""
    found = metadata("a: !!str 5\nb: !!int 5\nc: !!float 1.5\nd: !!seq [1]\ne: !!map {x: 1}")
    assert found == {"a": "5", "b": 5, "c": 1.5, "d": (1,), "e": {"x": 1}}


def test_keys_that_stand_twice_are_noted_each():
    """The last value of a key holds, wherever it stands, and each repetition is noted with its line."""
    reading = read_bytes(b"---\na: 1\nb: {x: 1, x: 2}\na: 3\na: 4\n---\nIt is safe.\n", "x.md")
    assert reading.monograph.metadata == {"a": 4, "b": {"x": 2}}
    notes = [(note.line, note.message) for note in reading.notes if note.code == "duplicate-key"]
    assert notes == [
        (3, "The key 'x' stands twice; the last holds."),
        (4, "The key 'a' stands twice; the last holds."),
        (5, "The key 'a' stands twice; the last holds."),
    ]


@pytest.mark.parametrize("key", ["[a, b]: 1", "? {a: 1}\n: 2"])
def test_a_key_that_is_no_text_is_refused(key: str):
    """A list or a mapping cannot be a key."""
    assert refusal(f"---\ntitle: X\n{key}\n---\n").problem == "a key of the front matter is not text"


def test_front_matter_of_more_than_a_megabyte_is_refused():
    """Front matter has a bound on its size, the body has not the same."""
    assert refusal(f"---\na: {'x' * 1_000_000}\n---\n").problem == "the front matter is too large"
    assert texts("---\na: 1\n---\n" + "x" * 1_000_001) == ["x" * 1_000_001]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("yes", True), ("No", False), ("on", True), ("~", None), ("", None), ("12", 12), ("-3", -3), ("012", "012"),
        ("0x1F", "0x1F"), ("1_000", "1_000"), ("1.5", 1.5), ("1e3", "1e3"), (".inf", ".inf"), ("10:30", "10:30"),
        ("2025-09-22", "2025-09-22"), ("2025-09-22 10:30:00", "2025-09-22T10:30:00"), ("1.5e+3", 1500.0),
        ("9" * 400, "9" * 400), ("K2-7", "K2-7"),
    ],
)  # fmt: skip
def test_scalars_become_plain_python_or_stay_as_written(written: str, value: object):
    """Numbers and truth values are read; dates, clocks, octals and infinities stay text."""
    found = metadata(f"a: {written}")["a"]
    assert found == value
    assert type(found) is type(value)


def test_text_of_the_front_matter_that_cannot_be_found_is_noted():
    """A description that an alias repeats is found where it was written."""
    reading = read_bytes(b"---\ntext: &d It is safe.\ndescription: *d\n---\n", "x.md")
    (passage,) = reading.monograph.passages
    assert (passage.text, passage.line) == ("It is safe.", 2)
