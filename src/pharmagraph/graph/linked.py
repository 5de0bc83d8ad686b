"""Two substances that meet at a protein or process: one acts on what metabolises the other, or both act on the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import permutations

from pharmagraph.errors import OntologyError
from pharmagraph.graph.iris import concept_iri
from pharmagraph.graph.readback import Statement
from pharmagraph.records import Modality
from pharmagraph.resources import ontology_dir

_CHANGES = frozenset(("inhibits", "activates"))
_ACTS = _CHANGES | {"bindsTo", "promotes"}
_METABOLISM = "metabolizedBy"


@dataclass(frozen=True, slots=True)
class Link:
    """Two statements that meet.

    Attributes:
        kind: ``enzyme``: the actor inhibits or activates what metabolises the other; ``target``: both act on it.
        actor: Name of the one, as it was asked for.
        other: Name of the other.
        at: Label of the protein or process.
        acting: What is stated of the actor.
        meeting: What is stated of the other.
    """

    kind: str
    actor: str
    other: str
    at: str
    acting: Statement
    meeting: Statement

    @property
    def words(self) -> str:
        """The link as one sentence, with the modality of both statements."""
        between = "; " if self.kind == "enzyme" else ", and "
        return f"{self.acting.words}{between}{self.meeting.words}"

    @property
    def warns(self) -> bool:
        """Whether it suggests a risk: that both are carried by a protein of the blood does not."""
        both_bind = self.acting.assertion.relation == self.meeting.assertion.relation == "bindsTo"
        return not (both_bind and self.acting.object_iri in carriers())


@cache
def carriers() -> frozenset[str]:
    """IRIs of the proteins that merely carry substances (``ontology/carriers.tsv``).

    Raises:
        OntologyError: A row has no concept.
    """
    path = ontology_dir() / "carriers.tsv"
    found = set()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line and not line.startswith("#"):
            concept, tab, _ = line.partition("\t")
            if not tab or not concept.startswith("pgc:"):
                raise OntologyError("a row needs a concept, a tab and its name", source=path, line=number)
            found.add(concept_iri(concept).value)
    return frozenset(found)


def links(
    statements: Sequence[Statement], names: Mapping[str, str], narrower: Mapping[str, frozenset[str]]
) -> Iterator[Link]:
    """What links any two of the named substances; a denied statement links nothing.

    Args:
        statements: All statements about the substances and their members.
        names: Names as asked, by IRI.
        narrower: The members of each of the substances, by its IRI.
    """
    own: dict[str, list[Statement]] = {iri: [] for iri in names}
    for statement in statements:
        if statement.assertion.modality is not Modality.NEGATED:
            for iri in names:
                if statement.subject_iri == iri or statement.subject_iri in narrower[iri]:
                    own[iri].append(statement)
    for one, other in permutations(names, 2):
        for acting in own[one]:
            for meeting in own[other]:
                if kind := _kind(acting, meeting, first=_is_first(one, other, names)):
                    at = acting.assertion.object.label
                    yield Link(kind, names[one], names[other], at, acting, meeting)


def _is_first(one: str, other: str, names: Mapping[str, str]) -> bool:
    order = list(names)
    return order.index(one) < order.index(other)


def _kind(acting: Statement, meeting: Statement, *, first: bool) -> str:
    if not acting.object_iri or acting.object_iri != meeting.object_iri:
        return ""
    a, b = acting.assertion.relation, meeting.assertion.relation
    if a in _CHANGES and b == _METABOLISM:
        return "enzyme"
    return "target" if first and a in _ACTS and b in _ACTS else ""
