"""Assertions <-> the record of one line of JSON that ``extract`` prints and gold files share."""

from __future__ import annotations

import json
from collections.abc import Mapping

from pharmagraph.records import Assertion, Entity, Evidence


def record(assertion: Assertion) -> dict[str, object]:
    """An assertion as the JSON object of the contract (see ``docs/formats.md``)."""
    return {
        "subject": _entity(assertion.subject),
        "relation": assertion.relation,
        "object": _entity(assertion.object),
        "modality": assertion.modality.value,
        "qualifiers": {name: list(v) if isinstance(v, tuple) else v for name, v in assertion.qualifiers},
        "support": assertion.support,
        **_confidence(assertion.confidence),
        "evidence": [evidence_record(evidence) for evidence in assertion.evidence],
    }


def line(assertion: Assertion) -> str:
    """An assertion as one line of JSON, without a line end."""
    return json.dumps(record(assertion), ensure_ascii=False)


def _entity(entity: Entity) -> Mapping[str, object]:
    found: dict[str, object] = {
        "label": entity.label,
        "text": entity.text,
        "id": entity.id,
        "xrefs": list(entity.xrefs),
    }
    if entity.type:
        found["type"] = entity.type
    return found


def evidence_record(evidence: Evidence) -> dict[str, object]:
    """A piece of evidence as plain values: where it stands, its words, the rule and the modality."""
    return {
        "source": evidence.source,
        "section": evidence.section,
        "line": evidence.line,
        "start": evidence.start,
        "end": evidence.end,
        "quote": evidence.quote,
        "rule": evidence.rule,
        "modality": evidence.modality.value,
        **_confidence(evidence.confidence),
    }


def _confidence(value: float | None) -> Mapping[str, object]:
    return {} if value is None else {"confidence": value}
