"""What names mean, layer by layer."""

import pytest

from pharmagraph.errors import OntologyError
from pharmagraph.lexicon import tables
from pharmagraph.lexicon.pack import Pack
from pharmagraph.recognise.lexicon import load_lexicon
from pharmagraph.recognise.spelling import name_key
from pharmagraph.resources import lexicon_dir


@pytest.fixture(scope="module")
def lexicon():
    return load_lexicon()


@pytest.mark.parametrize(
    ("name", "concept"),
    [
        ("MK-7", "menaquinone-7"),
        ("mk7", "menaquinone-7"),
        ("Vitamin K2 (MK-7)", "menaquinone-7"),
        ("vitamin K2-7", "menaquinone-7"),
        ("Coumadin", "warfarin"),
        ("COUMADIN", "warfarin"),
        ("MGP", "matrix-gla-protein"),
        ("γ-glutamyl carboxylase", "gamma-glutamyl-carboxylase"),
        ("oestrogens", "estrogen"),
        ("haemorrhoids", "hemorrhoid"),
        ("egg yolk", "egg-yolk"),
        ("Cissus Quadrangularis", "cissus-quadrangularis"),
        ("NSAIDs", "nonsteroidal-anti-inflammatory-drug"),
        ("cinnarizine", "cinnarizine"),
        ("Stugeron", "cinnarizine"),
        ("Rufen", "ibuprofen"),
    ],
)
def test_spellings_brands_and_acronyms_lead_to_one_concept(lexicon, name, concept):
    """A brand, an acronym and every spelling of a name give the same single concept."""
    assert [c.id for c in lexicon.readings(name)] == [f"pgc:{concept}"]


def test_a_concept_carries_its_public_identifiers_and_classes(lexicon):
    """Warfarin is known elsewhere by its identifiers, and is an anticoagulant by way of its class."""
    warfarin = lexicon.concept("pgc:warfarin")
    assert {"CHEBI:10033", "mesh:D014859", "unii:5Q7ZVV76EI"} <= set(warfarin.xrefs)
    assert warfarin.broader == ("pgc:vitamin-k-antagonist",)
    assert lexicon.concept("pgc:vitamin-k-antagonist").broader == ("pgc:anticoagulant",)
    assert {"Coumadin", "Jantoven"} <= set(warfarin.brands) <= set(warfarin.names)


def test_one_name_may_be_things_of_several_classes(lexicon):
    """Liver is an organ and a food; the relation chooses."""
    assert [(c.id, c.type) for c in lexicon.readings("liver")] == [
        ("pgc:liver", "Anatomy"),
        ("pgc:liver-food", "Food"),
    ]


def test_spelled_as_written_comes_before_folded(lexicon):
    """The drug is heparin and the class heparins, though both fold to one key."""
    assert [c.id for c in lexicon.readings("heparin")] == ["pgc:heparin"]
    assert [c.id for c in lexicon.readings("heparins")] == ["pgc:heparins"]


@pytest.mark.parametrize(("written", "other"), [("BRCA2", "brca2"), ("ACE", "ace"), ("CYP2J2", "Cyp2j2")])
def test_gene_symbols_and_short_acronyms_need_their_capitals(lexicon, written, other):
    """A symbol is read as it is written; in other letters it is nothing."""
    assert any(c.type == "Protein" for c in lexicon.readings(written))
    assert lexicon.readings(other) == ()


def test_small_letters_in_an_acronym_count(lexicon):
    """The filtration rate eGFR and the receptor EGFR are told apart."""
    assert [c.type for c in lexicon.readings("eGFR")] == ["Measurement"]
    assert [c.type for c in lexicon.readings("EGFR")] == ["Protein"]


@pytest.mark.parametrize(
    ("form", "base"),
    [
        ("salmeterol fumarate", "salmeterol"),
        ("losartan potassium", "losartan"),
        ("benazepril hydrochloride", "benazepril"),
        ("clonazepam hydrochloride monohydrate", "clonazepam"),
    ],
)
def test_salts_and_hydrates_name_their_substance(lexicon, form, base):
    """A salt that has no concept of its own names the substance."""
    assert [c.id for c in lexicon.readings(form)] == [f"pgc:{base}"]


@pytest.mark.parametrize(
    ("name", "base", "form"),
    [
        ("losartan potassium", "losartan", "potassium"),
        ("metformin hydrochloride", "metformin", "hydrochloride"),
        ("clonazepam hydrochloride monohydrate", "clonazepam", "hydrochloride monohydrate"),
        ("warfarin sodium", "warfarin", "sodium"),
        ("sodium valproate", "valproic-acid", "sodium"),
        ("warfarin", "warfarin", ""),
        ("Coumadin", "warfarin", ""),
        ("sodium chloride", "sodium-chloride", ""),
        ("magnesium citrate", "magnesium-citrate", ""),
        ("ferrous sulfate", "ferrous-sulfate", ""),
        ("ubiquinol", "ubiquinol", ""),
    ],
)
def test_the_words_of_a_salt_are_told(lexicon, name, base, form):
    """Whichever layer knows the name, its salt is kept where the name without it means the same substance."""
    decision = lexicon.decide(name)
    assert ([c.id for c in decision.readings], decision.form) == ([f"pgc:{base}"], form)


@pytest.mark.parametrize(
    "salt", ["calcium carbonate", "potassium citrate", "ferrous sulfate", "magnesium oxide", "lead acetate"]
)
def test_salts_of_metals_are_substances_of_their_own(lexicon, salt):
    """The rule of salts never makes a mineral of its compound."""
    assert {c.id for c in lexicon.readings(salt)}.isdisjoint(
        {"pgc:calcium", "pgc:potassium", "pgc:iron", "pgc:magnesium", "pgc:lead"}
    )


def test_where_two_readings_of_a_class_stay_both_are_given(lexicon):
    """ALA is alpha-linolenic and alpha-lipoic acid; the lexicon does not choose."""
    assert [c.id for c in lexicon.readings("ALA")] == ["pgc:alpha-linolenic-acid", "pgc:alpha-lipoic-acid"]


@pytest.mark.parametrize("name", ["", " ", "-", "()", "\x00", "🜚", "a" * 100_000, "(" * 1000, "ß", "l'été"])
def test_odd_phrases_mean_nothing_and_break_nothing(lexicon, name):
    """Any text may be asked about."""
    assert lexicon.readings(name) == ()


def test_near_misses_mean_nothing(lexicon):
    """Nothing is linked by similarity."""
    assert lexicon.readings("warfarine sodum") == ()
    assert lexicon.readings("menaquinone-77") == ()


def test_every_reading_is_found_again_by_its_id(lexicon):
    """What readings gives, concept gives too."""
    for name in ("Stugeron", "warfarin", "dysphonia", "osteocalcin", "pecan", "larynx"):
        for concept in lexicon.readings(name):
            assert lexicon.concept(concept.id) == concept


def test_unknown_ids_have_no_concept(lexicon):
    """Ids before the first, after the last and in between are unknown, and are no error."""
    assert [lexicon.concept(i) for i in ("pgc:", "pgc:!", "pgc:zzzzzz", "pgc:no-such-thing", "")] == [
        None
    ] * 5


def test_a_curated_name_that_belongs_to_nothing_is_an_error_with_its_line(tmp_path):
    """A damaged table is not read in silence."""
    for table in ("forms.tsv", "overrides.tsv", "stop.txt"):
        (tmp_path / table).write_bytes((lexicon_dir() / table).read_bytes())
    (tmp_path / "concepts.tsv").write_text("id\tlabel\ttype\na\tA\tSubstance\n", encoding="utf-8")
    (tmp_path / "names.tsv").write_text(
        "text\tid\tpredicate\nA\ta\tpreferred\nB\tb\tpreferred\n", encoding="utf-8"
    )
    with pytest.raises(OntologyError, match=r"names\.tsv:3: the name 'B' belongs to 'b'"):
        load_lexicon(tmp_path)


def test_a_folder_without_a_pack_is_a_lexicon_without_public_names(tmp_path):
    """The pack can be left out; the curated tables do."""
    for table in ("forms.tsv", "overrides.tsv", "stop.txt", "concepts.tsv", "names.tsv"):
        (tmp_path / table).write_bytes((lexicon_dir() / table).read_bytes())
    small = load_lexicon(tmp_path)
    assert [c.id for c in small.readings("Coumadin")] == ["pgc:warfarin"]
    assert small.readings("cinnarizine") == ()


def test_a_file_that_is_no_pack_is_refused(tmp_path):
    """A damaged pack says what to do."""
    for table in ("forms.tsv", "overrides.tsv", "stop.txt", "concepts.tsv", "names.tsv"):
        (tmp_path / table).write_bytes((lexicon_dir() / table).read_bytes())
    (tmp_path / "pack.bin").write_bytes(b"something else entirely")
    with pytest.raises(OntologyError, match="run make lexicon"):
        load_lexicon(tmp_path)


def test_opening_and_a_first_lookup_unpack_next_to_nothing(monkeypatch):
    """A new process folds no curated name and unpacks only the blocks that hold the concepts it was asked for."""
    unpacked, folded = [], []
    unpack = Pack._unpack
    monkeypatch.setattr(Pack, "_unpack", lambda pack, block: (unpacked.append(block), unpack(pack, block))[1])
    monkeypatch.setattr(tables, "name_key", lambda name: folded.append(name) or name_key(name))
    fresh = load_lexicon.__wrapped__()
    assert unpacked == []
    assert [c.id for c in fresh.readings("cinnarizine")] == ["pgc:cinnarizine"]
    assert len(unpacked) <= 2
    assert len(folded) == len(fresh.overrides)
