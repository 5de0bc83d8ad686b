'use strict';
// Putting it together: what the address says is what is shown, so links, back and forward work.

const nodeHash = (index) => `#n=${encodeURIComponent(conceptNames.names[index])}`;
const statementHash = (id) => `#s=${encodeURIComponent(statementNames.names[id])}`;
const pathHash = (from, to) => `#p=${[from, to].map((index) => encodeURIComponent(conceptNames.names[index])).join('~')}`;

/** Go to a place of the page; a new entry of the browser's history. */
function go(hash) {
  if ((location.hash || '') === hash || (!hash && location.hash.length < 2)) follow();
  else location.hash = hash;
}

/** Show what the address names. */
function follow() {
  const [, kind, rest] = /^#([nsp])=(.*)$/.exec(location.hash) || [];
  const names = (rest || '').split('~').map(decode);
  if (kind === 's' && statementNames.index.has(names[0])) return select(statementNames.index.get(names[0]), 'statement');
  if (kind === 'n' && conceptNames.index.has(names[0])) return select(conceptNames.index.get(names[0]), 'node');
  if (kind === 'p' && names.length === 2 && names.every((name) => conceptNames.index.has(name))) {
    return selectPath(...names.map((name) => conceptNames.index.get(name)));
  }
  panel.close();
  graph.choose([], []);
  if (kind) {
    panel.open('Not in this graph', el('p', { class: 'nothing', text: NOTHING_FOUND }));
  }
  return undefined;
}

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Choose a concept or a statement. */
function select(index, kind) {
  const ends = kind === 'node' ? [index] : [statements[index].s, statements[index].o];
  if (kind === 'statement') showItsKind(statements[index]);
  if (ends.some((end) => !scene.places.has(end))) scene.reveal(ends);
  if (kind === 'node') showConcept(index);
  else showStatement(index);
  keys.at = ends[0];
  const left = ends.filter((end) => graph.visible.has(end));
  const hidden = left.length < ends.length || (kind === 'statement' && !graph.drawn.has(index) && !graph.echoes.has(index));
  if (hidden) tellHidden(kind === 'node' ? concepts[index].label : 'this statement');
  if (!left.length) {
    // What is chosen is not there to be seen: show what is.
    graph.choose([], []);
    camera.fit();
  } else {
    if (kind === 'node') chooseConcept(index);
    else chooseStatement(index, left);
    camera.show(left);
  }
}

function chooseConcept(index) {
  const lines = near[index].filter((id) => graph.drawn.has(id));
  const loud = scene.isHub(index) || lines.length > 14 ? [] : lines;
  graph.choose([index, ...lines.map((id) => otherEnd(statements[id], index))], lines, index, loud);
}

function chooseStatement(index, ends) {
  const lines = graph.echoes.has(index) ? statements[index].d.from : [index];
  graph.choose(ends, lines, undefined, lines);
}

/** The filter hides what the panel speaks of: say so there, with a way back. */
function tellHidden(what) {
  const text = `The filter hides ${what}; the graph shows what is left.`;
  byId('panel').querySelector('.panel-body').prepend(el('div', { class: 'hidden-choice' }, el('p', { text }),
    el('div', { class: 'actions' }, el('button', { type: 'button', onclick: () => { filter.reset(); byId('panel').focus(); } }, 'Reset filters'))));
  announce(`${text} ${byId('live').textContent}`);
}

/** A link to a derived statement shows what is derived; without it there would be no line. */
function showItsKind(statement) {
  if (isBehind(statement) && !filter.showsDerived) filter.set('origin', 'derived', true);
}

function selectPath(from, to) {
  const { nodes, lines } = showPath(from, to);
  scene.reveal(nodes);
  graph.choose(nodes, lines, undefined, lines);
  camera.show(nodes);
}

/** Fold or unfold a concept and show what has come. */
function toggleFold(index) {
  if (scene.hiddenAt(index).length) scene.unfold(index);
  else if (scene.isHub(index) && scene.hubs.size > 1) scene.fold(index);
  const own = [...scene.cards.filter((card) => card.owner === index), nodeBox(index)];
  camera.frame(around(own));
  follow();
  announce(`${concepts[index].label}: ${plural(graph.visible.size, 'concept')} on the page`);
}

/** @param {boolean} on */
function showTable(on) {
  byId('list').hidden = !on;
  byId('stage').hidden = on;
  byId('as-table').setAttribute('aria-pressed', String(on));
  byId('as-graph').setAttribute('aria-pressed', String(!on));
  if (on) table.draw();
  else {
    graph.network.redraw();
    follow();
  }
}

function tellCounts() {
  const sources = new Set(passages.map((passage) => passage.source).filter(Boolean)).size;
  const parts = [plural(concepts.length, 'concept'), plural(statements.length - derivedInAll, 'statement'),
    ...(derivedInAll ? [`${grouped(derivedInAll)} derived`] : []), ...(sources ? [plural(sources, 'monograph')] : [])];
  byId('counts').textContent = parts.join(' · ');
  const late = filter.showsDerived ? 0 : data.layout.late.length;
  const hidden = concepts.length - late - graph.visible.size;
  const folded = [...scene.hubs.keys()].some((hub) => !scene.unfolded.has(hub)) || concepts.length - late > scene.places.size;
  const tap = scene.narrow;
  byId('hint').classList.toggle('nothing', !statements.some((statement) => filter.passes(statement)));
  const hint = !concepts.length ? NOTHING_FOUND : filter.active ? tellFilter()
    : folded ? (tap ? `Tap a substance to unfold (${grouped(hidden)} more).` : `${plural(hidden, 'more concept')} to unfold: double-click a substance, or search.`)
      : `${tap ? 'Tap' : 'Click a line or'} a name to read the sentence.`;
  byId('hint').textContent = derivedInAll && !filter.showsDerived && !byId('hint').classList.contains('nothing') ? `${hint} ${scene.narrow ? `${grouped(derivedInAll)} derived hidden` : capital(tellDerived())}.` : hint;
}

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** What is derived must not be taken for absent either. */
const tellDerived = (how = true) => `${plural(derivedInAll, 'derived statement')} hidden${how ? ' (see legend)' : ''}`;

/** What the filter takes away must not be taken for absent. */
function tellFilter() {
  const gone = filter.gone.length;
  return !statements.some((statement) => filter.passes(statement)) ? nothingLeft(gone) : `The filter hides ${plural(gone, 'statement')}.`;
}

function refresh() {
  graph.sync();
  table.draw();
  markChips();
  tellCounts();
}

function wire() {
  const { box } = combobox({ id: 'find', label: 'Search', hint: 'Search names, brands, identifiers', pick: (index) => go(nodeHash(index)) });
  byId('search').append(box);
  const actions = {
    'as-graph': () => showTable(false), 'as-table': () => showTable(true), 'open-filter': () => toggleDrawer(), 'open-path': () => openPath(),
    'open-help': showHelp, 'zoom-in': () => keys.zoom(1.25), 'zoom-out': () => keys.zoom(0.8), 'zoom-fit': () => camera.fit(),
    theme: () => theme.set({ auto: theme.dark ? 'light' : 'dark', light: 'dark', dark: 'light' }[theme.choice]),
    skip: (event) => { event.preventDefault(); showTable(true); byId('list').focus(); },
  };
  for (const [id, action] of Object.entries(actions)) byId(id).addEventListener('click', action);
  filter.listeners.push(filtered);
  scene.listeners.push(() => { if (graph.network) refresh(); });
  theme.listeners.push(() => { buildLegend(); refresh(); follow(); });
  window.addEventListener('hashchange', follow);
  new ResizeObserver(resized).observe(byId('stage'));
}

/** After a change of the filter. */
function filtered() {
  const fitted = !camera.moved;
  const brought = scene.bringLate();
  refresh();
  follow();
  if (brought && fitted) camera.fit();
  const lost = camera.find();
  const hidden = byId('panel').querySelector('.hidden-choice p')?.textContent;
  if (filter.active) announce([hidden, tellFilter(), lost && !hidden ? 'The view moved to what is left.' : ''].filter(Boolean).join(' '));
}

/** Phones get the cards in one column; a view that the reader has not moved stays fitted. */
function resized() {
  const stage = byId('stage');
  if (stage.hidden || (stage.clientWidth === resized.width && stage.clientHeight === resized.height)) return;
  resized.width = stage.clientWidth;
  resized.height = stage.clientHeight;
  const slim = stage.clientWidth < 620;
  graph.network.setSize('100%', '100%');
  if (slim !== scene.narrow) {
    scene.narrow = slim;
    scene.arrange();
    camera.moved = false;
  }
  if (camera.moved) graph.network.redraw();
  else camera.fit({ animate: false });
}

/** What tests and scripts may use. */
window.pharmagraph = {
  select: (iri) => {
    if (statementNames.index.has(iri)) go(statementHash(statementNames.index.get(iri)));
    else if (conceptNames.index.has(iri)) go(nodeHash(conceptNames.index.get(iri)));
  },
  clear: () => go(''),
  fit: () => camera.fit({ animate: false }),
  unfold: (iri) => scene.unfold(conceptNames.index.get(iri)),
  /** Where a concept is on the screen, for a mouse. */
  position: (iri) => {
    const frame = byId('canvas').getBoundingClientRect();
    const { x, y } = graph.network.canvasToDOM(scene.places.get(conceptNames.index.get(iri)));
    return { x: x + frame.left, y: y + frame.top };
  },
  /** A point of a statement's line on the screen. */
  linePosition: (iri, share = 0.5) => {
    const frame = byId('canvas').getBoundingClientRect();
    const points = linePoints(statementNames.index.get(iri));
    const { x, y } = graph.network.canvasToDOM(points[Math.round((points.length - 1) * share)]);
    return { x: x + frame.left, y: y + frame.top };
  },
  /** Boxes of all names on the canvas, in its own units. */
  boxes: () => [...graph.visible].map((node) => ({ label: concepts[node].label, ...nodeBox(node) })),
  /** The names in the cards, with the substance and the heading that each stands under. */
  rows: () => scene.cards.flatMap((card) => card.shown.map((line, place) => ({
    node: concepts[line.node]?.iri, owner: concepts[card.owner]?.iri,
    heading: card.shown.slice(0, place).findLast((other) => other.node === undefined)?.text,
  })).filter((row) => row.node)),
  visible: () => [...graph.visible].map((node) => concepts[node].iri),
  drawn: () => [...graph.drawn].map((id) => statements[id].iri),
  scale: () => graph.network.getScale(),
  asCsv: () => asCsv(statementsInView()),
  asTurtle: () => asTurtle(statementsInView()),
  asSvg,
};

scene.narrow = byId('stage').clientWidth < 620;
scene.arrange();
buildLegend();
graph.create();
wire();
buildExportMenu();
printing.start();
keys.start();
tellCounts();
resized();
follow();
graph.network.once('afterDrawing', () => {
  window.pharmagraph.openedAfter = performance.now();
  document.documentElement.dataset.ready = 'true';
});
graph.network.redraw();
