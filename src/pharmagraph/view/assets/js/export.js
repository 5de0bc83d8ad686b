'use strict';
// Taking it along: the view as a picture, the statements on it as CSV or Turtle.

/** The statements to hand out: those of the table, or those drawn. */
const statementsInView = () => (byId('list').hidden ? statements.filter(({ id }) => graph.drawn.has(id) || graph.echoes.has(id)) : table.rows());

/** Offer a file. @param {string} name @param {Blob} blob */
function save(name, blob) {
  const link = el('a', { href: URL.createObjectURL(blob), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  announce(`${name} saved`);
}

const saveText = (name, type, text) => save(name, new Blob([text], { type: `${type};charset=utf-8` }));

/** A field of a CSV file; a leading sign that a spreadsheet would run as a formula is made harmless. */
function csvField(value) {
  const text = String(value);
  const tame = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(tame) ? `"${tame.replace(/"/g, '""')}"` : tame;
}

function asCsv(list) {
  const head = ['statement', 'subject', 'subject_iri', 'relation', 'object', 'object_iri', 'modality', 'qualifiers', 'support', 'source', 'section', 'line', 'quote', 'statement_iri',
    'origin', 'rule', 'follows_from', 'derived_from'];
  const rows = list.flatMap((statement) => (statement.e.length ? statement.e : [null]).map((piece) => {
    const passage = piece ? passages[piece.p] : { source: '', section: '', line: '', quote: '' };
    return [sentence(statement), concepts[statement.s].label, concepts[statement.s].iri, statement.relation, concepts[statement.o].label, concepts[statement.o].iri,
      statement.m, statement.q.map(([name, value]) => `${name}=${value}`).join('; '), statement.n,
      passage.source, passage.section, passage.line, passage.quote, statement.iri, ...origin(statement)];
  }));
  return `${[head, ...rows].map((row) => row.map(csvField).join(',')).join('\r\n')}\r\n`;
}

/** Whether a text states it or a rule derives it, by which rule and from what. */
const origin = (statement) => (!isDerived(statement) ? ['stated', '', '', '']
  : ['derived', data.rules[statement.d.r].name, restsOn(statement).map(sentence).join('; '), restsOn(statement).map(({ iri }) => iri).join(' ')]);

const turtleText = (text) => `"${text.replace(/[\\"]/g, '\\$&').replace(/\n/g, '\\n').replace(/\r/g, '\\r').replace(/\t/g, '\\t')}"`;
const turtleIri = (iri) => `<${iri.replace(/[\x00-\x20<>"{}|^`\\]/g, (char) => encodeURIComponent(char))}>`;

function asTurtle(list) {
  const lines = ['@prefix biolink: <https://w3id.org/biolink/vocab/> .', '@prefix pg: <https://w3id.org/pharmagraph/vocab/> .',
    '@prefix prov: <http://www.w3.org/ns/prov#> .', '@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .',
    '@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .', '@prefix skos: <http://www.w3.org/2004/02/skos/core#> .', ''];
  const used = new Set(list.flatMap((statement) => [statement.s, statement.o]));
  for (const index of used) {
    const concept = concepts[index];
    const kind = concept.kind === 'Other' ? '' : `a ${turtleIri(`https://w3id.org/pharmagraph/vocab/${concept.kind}`)} ; `;
    lines.push(`${turtleIri(concept.iri)} ${kind}skos:prefLabel ${turtleText(concept.label)} .`);
  }
  lines.push('');
  for (const statement of list) lines.push(...turtleStatement(statement));
  return `${lines.join('\n')}\n`;
}

/** A statement is always an association; a triple of its own only what is stated as a fact, or as a
 * possible risk: a risk is not to be missed. */
function turtleStatement(statement) {
  if (isDerived(statement)) return turtleDerived(statement);
  const [s, o] = [turtleIri(concepts[statement.s].iri), turtleIri(concepts[statement.o].iri)];
  const p = turtleIri(`https://w3id.org/pharmagraph/vocab/${statement.relation}`);
  const quotes = [...new Set(statement.e.map((piece) => passages[piece.p].quote))];
  const plain = statement.m === 'asserted' || (statement.m === 'possible' && risks.has(statement.relation));
  return [
    ...(plain ? [`${s} ${p} ${o} .`] : []),
    `${turtleIri(statement.iri)} a biolink:Association ; rdfs:label ${turtleText(sentence(statement))} ;`,
    `    rdf:subject ${s} ; rdf:predicate ${p} ; rdf:object ${o} ;`,
    ...quotes.map((quote) => `    biolink:supporting_text ${turtleText(quote)} ;`),
    `    biolink:negated ${statement.m === 'negated'} ; pg:modality "${statement.m}" ; pg:support ${statement.n} .`,
    '',
  ];
}

/** What is derived is no association and no plain triple, as in the graph itself. */
function turtleDerived(statement) {
  const iris = (list) => list.map((one) => turtleIri(one.iri)).join(', ');
  const { from, by, r } = statement.d;
  return [
    `${turtleIri(statement.iri)} a pg:DerivedStatement ; rdfs:label ${turtleText(sentence(statement))} ;`,
    `    pg:derivedSubject ${iris([concepts[statement.s]])} ; pg:derivedRelation ${turtleIri(`https://w3id.org/pharmagraph/vocab/${statement.relation}`)} ;`,
    `    pg:derivedObject ${iris([concepts[statement.o]])} ; pg:derivedBy ${turtleText(data.rules[r].name)} ;`,
    ...(from.length ? [`    prov:wasDerivedFrom ${iris(restsOn(statement))} ;`] : []),
    ...(by.length ? [`    pg:byWayOf ${iris(by.map((index) => concepts[index]))} ;`] : []),
    `    pg:modality "${statement.m}" .`,
    '',
  ];
}

/** The present view as a picture, on the page's ground. */
function savePng() {
  const canvas = byId('canvas').querySelector('canvas');
  const copy = el('canvas', { width: canvas.width, height: canvas.height });
  const ctx = copy.getContext('2d');
  ctx.fillStyle = paper.page;
  ctx.fillRect(0, 0, copy.width, copy.height);
  ctx.drawImage(canvas, 0, 0);
  copy.toBlob((blob) => save('pharmagraph.png', blob), 'image/png');
}

const EXPORTS = [
  ['Picture (PNG)', savePng],
  ['Drawing (SVG)', () => saveText('pharmagraph.svg', 'image/svg+xml', asSvg())],
  ['Statements (CSV)', () => saveText('pharmagraph.csv', 'text/csv', `\ufeff${asCsv(statementsInView())}`)],
  ['Statements (Turtle)', () => saveText('pharmagraph.ttl', 'text/turtle', asTurtle(statementsInView()))],
  ['Print', () => window.print()],
];

function buildExportMenu() {
  const menu = byId('export-menu');
  const opener = byId('open-export');
  const toggle = (open) => {
    menu.hidden = !open;
    opener.setAttribute('aria-expanded', String(open));
    if (open) menu.firstChild.focus();
  };
  menu.replaceChildren(...EXPORTS.map(([label, run]) => el('button', { type: 'button', role: 'menuitem', onclick: () => { toggle(false); run(); } }, label)));
  opener.addEventListener('click', () => toggle(menu.hidden));
  menu.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const items = [...menu.children];
    if (step) items[(items.indexOf(document.activeElement) + step + items.length) % items.length].focus();
    else if (event.key === 'Escape') { toggle(false); opener.focus(); } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  document.addEventListener('click', (event) => { if (!event.target.closest('.menu')) toggle(false); });
}
