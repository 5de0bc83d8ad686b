"""The page: pyvis fills our template; style, scripts and data go into the one file that it becomes."""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from pathlib import Path

from pharmagraph.view.layout import lay_out
from pharmagraph.view.model import view_model
from pharmagraph.view.network import network
from pharmagraph.view.payload import payload
from pharmagraph.view.source import Drawable, network_of

ASSETS = Path(__file__).parent / "assets"

# In the order in which they build on one another; each has one idea.
SCRIPTS = (
    "dom",
    "data",
    "theme",
    "shapes",
    "filter",
    "scene",
    "narrow",
    "geometry",
    "words",
    "paint",
    "graph",
    "camera",
    "panel",
    "derived",
    "search",
    "paths",
    "legend",
    "table",
    "export",
    "svg",
    "print",
    "keys",
    "main",
)

# "</script>", "<!--" and entities must not mean anything inside a script element; U+2028 and U+2029 end a
# line in older JavaScript.
_HARMLESS = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


def render_page(graph: Drawable, *, title: str = "Pharmagraph", focus: str | None = None) -> str:
    """Make the page of a graph; the same graph gives the same bytes.

    Args:
        graph: A graph as ``docs/architecture.md`` describes it: nodes are concept IRIs, edges are keyed by
            the IRI of the association. Other attributes are ignored, missing ones get defaults. Or an rdflib
            graph with the project's vocabulary, or the result of a CONSTRUCT query.
        title: What the page is called.
        focus: IRI or name of the concept to stand in the middle; the substances of the monographs otherwise.

    Returns:
        HTML that needs no other file and no network.

    Raises:
        PharmagraphError: When a query's result is no graph.
        UnknownSubstanceError: When ``focus`` names nothing in the graph.
    """
    model = view_model(network_of(graph))
    layout = lay_out(model, focus)
    net = network(model, layout, title)
    net.set_template_dir(str(ASSETS), "template.html")
    net.templateEnv.filters["json_text"] = json_text
    scripts = [_vis_network(), *(_asset(f"js/{name}.js") for name in SCRIPTS)]
    net.templateEnv.globals.update(
        data=payload(model, layout),
        css=_asset("tokens.css") + _asset("page.css"),
        scripts=scripts,
        policy=_policy(scripts),
    )
    return str(net.generate_html("graph.html"))


def json_text(value: object) -> str:
    """JSON that is safe inside a script element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    # Lone surrogates can't be written as UTF-8; each becomes a question mark.
    return harmless(text.encode("utf-8", "replace").decode())


def harmless(text: str) -> str:
    """JSON text that means the same, and nothing to an HTML parser."""
    return text.translate(_HARMLESS)


@cache
def _asset(name: str) -> str:
    return (ASSETS / name).read_text(encoding="utf-8")


@cache
def _vis_network() -> str:
    """vis-network as pyvis bundles it, licence banner and all, without the link to its source map."""
    import pyvis

    folder = Path(pyvis.__file__).parent / "templates" / "lib" / "vis-9.1.2"
    source = (folder / "vis-network.min.js").read_text(encoding="utf-8")
    return source.rsplit("//# sourceMappingURL=", 1)[0]


def _policy(scripts: list[str]) -> str:
    """Nothing may be loaded from anywhere, and no script may run but ours, known by their hashes."""
    hashes = " ".join(f"'sha256-{_digest(script)}'" for script in scripts)
    return (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data: blob:; "
        "base-uri 'none'; form-action 'none'"
    )


@cache
def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
