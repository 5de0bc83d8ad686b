'use strict';
// Everything by keyboard: arrows walk over the graph, single keys do the rest.

const HELP = [
  ['Arrow keys', 'go to the next concept in that direction (with the graph in focus)'],
  ['Enter', 'show the concept; once more: go to what is said of it'], ['Space', 'fold or unfold it'],
  ['/', 'search'], ['f', 'filters'], ['p', 'path between two concepts'], ['t', 'table or graph'],
  ['+ −', 'zoom'], ['0', 'show everything'], ['Esc', 'close'], ['?', 'this help'],
];

const keys = {
  at: undefined,

  /** The nearest concept in a direction. */
  next(dx, dy) {
    const from = scene.places.get(this.at) || { x: 0, y: 0 };
    let best;
    for (const node of graph.visible) {
      const place = scene.places.get(node);
      if (node === this.at || !place) continue;
      const along = (place.x - from.x) * dx + (place.y - from.y) * dy;
      const across = Math.abs((place.x - from.x) * dy) + Math.abs((place.y - from.y) * dx);
      if (along < 4) continue;
      const cost = along + 2.5 * across;
      if (!best || cost < best.cost) best = { node, cost };
    }
    return best?.node;
  },

  walk(dx, dy) {
    if (!graph.visible.has(this.at)) this.at = mainSubstances[0];
    else this.at = this.next(dx, dy) ?? this.at;
    graph.setPointed({ node: this.at });
    camera.show([this.at]);
    this.tell();
  },

  /** Say what was reached. */
  tell() {
    announce(`${concepts[this.at].label}, ${kindStyle(this.at).label}, ${plural(graph.statementsAt(this.at), 'statement')}${this.sentences()}`);
  },

  /** What is said of a concept; a substance has too much to say. */
  sentences() {
    if (scene.isHub(this.at)) return '';
    const said = near[this.at].filter((id) => graph.drawn.has(id)).slice(0, 3).map((id) => sentence(statements[id]));
    return said.length ? `: ${said.join('; ')}` : '';
  },

  /** Show the concept; once it is shown, go to what the panel says of it. */
  enter() {
    if (location.hash === nodeHash(this.at) && !byId('panel').hidden) byId('panel').focus();
    else go(nodeHash(this.at));
  },

  zoom(factor) {
    graph.network.moveTo({ scale: Math.min(4, Math.max(0.05, graph.network.getScale() * factor)) });
  },

  /** Keys while the graph is in focus. */
  onGraph(event) {
    const arrow = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[event.key];
    if (arrow) this.walk(...arrow);
    else if (event.key === 'Enter' && this.at !== undefined) this.enter();
    else if (event.key === ' ' && this.at !== undefined) toggleFold(this.at);
    else return;
    event.preventDefault();
  },

  /** Keys anywhere but in a field. */
  onPage(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape') return closeTop();
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
    const action = {
      '/': () => byId('find').focus(), f: () => toggleDrawer(), p: () => openPath(), t: () => showTable(byId('list').hidden),
      '+': () => this.zoom(1.25), '=': () => this.zoom(1.25), '-': () => this.zoom(0.8), 0: () => camera.fit(), '?': showHelp,
    }[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  },

  frame: () => byId('canvas').querySelector('.vis-network'),

  start() {
    const frame = this.frame();
    frame.setAttribute('role', 'application');
    frame.setAttribute('aria-label', 'Graph. Arrow keys go from concept to concept, Enter shows one. The table has the same statements.');
    frame.tabIndex = 0;
    frame.addEventListener('keydown', (event) => this.onGraph(event));
    document.addEventListener('keydown', (event) => this.onPage(event));
  },
};

/** Esc closes what lies on top. */
function closeTop() {
  if (!byId('drawer').hidden) toggleDrawer(false);
  else if (location.hash.length > 1 || !byId('panel').hidden) go('');
}

function showHelp() {
  const signs = [['asserted', 'stated as a fact', 'asserted'], ['possible', 'hedged: “may”, “might”, “some evidence”', 'possible'],
    ['⊘ negated', 'the sentence says that it does not hold', 'negated'],
    ...(derivedInAll ? [['∴ derived', 'no text says it: it follows by a rule from what one says; with one dot between the dashes from a fact, with two from what is hedged', 'derived']] : [])];
  const warnings = [['contraindicatedIn', 'contraindicated: must not be used'], ['cautionIn', 'caution: use with care or advice; open signs and “?”: only possible']];
  panel.open('How to read this graph',
    el('p', { text: `Every line is a statement that a monograph makes${derivedInAll ? ', or, marked with ∴, one that follows from it' : ''}. Click a line or a name to read the sentence it was read from. Double-click folds and unfolds.` }),
    part('Lines', el('dl', { class: 'wide' }, ...signs.flatMap(([name, text, modality]) => [el('dt', {}, lineSvg(modality), ` ${name}`), el('dd', { text })]))),
    part('Warnings', el('dl', { class: 'wide' }, ...warnings.flatMap(([name, text]) => [el('dt', {}, warningSvg(name)), el('dd', { text })]))),
    part('What is not here', el('p', { text: 'The graph holds what was found in these monographs and nothing else. If two substances are not linked, no statement was found; this does not mean they are safe together.' })),
    part('Keys', el('dl', { class: 'wide' }, ...HELP.flatMap(([key, text]) => [el('dt', {}, el('kbd', { text: key })), el('dd', { text })]))));
}
