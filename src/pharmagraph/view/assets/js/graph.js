'use strict';
// The canvas: vis-network with what is wanted and in place, its camera, what is selected, what is pointed at.

const lineWidth = (statement) => Math.min(5, 1.1 + 0.7 * Math.log2(Math.max(1, statement.n))) + (relationLook(statement).weight || 0);
/** As Python names the nodes for vis-network. */
const nodeId = (index) => `n${index}`;
const CROWD = 700;
const MANY = 3000;

const graph = {
  network: null,
  nodes: null,
  edges: null,
  /** Concepts that are drawn. @type {Set<number>} */
  visible: new Set(),
  /** Statements that are drawn. @type {Set<number>} */
  drawn: new Set(),
  /** Derived statements that lie on the line of what they follow from. @type {Set<number>} */
  echoes: new Set(),
  counts: new Map(),
  affirmed: new Set(),
  /** Signs before the names of rows, once they were asked for. */
  signs: new Map(),
  /** Where the signs of what is derived stand, once they were asked for. */
  middles: new Map(),
  covered: null,
  /** Which of several statements between the same two concepts each is, and which of those with a sign. */
  twins: new Map(),
  signTwins: new Map(),
  lastClick: { time: -Infinity },
  dragged: false,
  scale: 1,
  crowded: false,
  /** What the panel speaks of: concepts and statements, empty for nothing. */
  chosen: { nodes: new Set(), lines: new Set() },
  pointed: {},

  create() {
    const first = jsonBlock('pg-network');
    this.nodes = new vis.DataSet([{ id: BACKDROP, shape: 'custom', x: 0, y: 0, size: 1e7, label: '' }, ...first.nodes]);
    this.edges = new vis.DataSet(first.edges);
    const options = jsonBlock('pg-options');
    options.interaction.selectable = false;
    options.interaction.hover = false;
    options.nodes.ctxRenderer = ({ ctx, id }) => (id === BACKDROP ? this.renderCards(ctx) : this.render(ctx, Number(id.slice(1))));
    this.sync();
    this.network = new vis.Network(byId('canvas'), { nodes: this.nodes, edges: this.edges }, options);
    this.network.on('beforeDrawing', () => { this.scale = this.network.getScale(); });
    this.network.on('afterDrawing', (ctx) => paint.over(ctx));
    for (const name of ['dragStart', 'zoom']) this.network.on(name, () => { camera.moved = true; });
    this.network.on('dragStart', () => { this.dragged = true; });
    byId('canvas').addEventListener('pointerdown', () => { this.dragged = false; }, true);
    // On the whole room and before anything else: after the first click the panel may lie where the second one falls.
    byId('stage').parentElement.addEventListener('click', (event) => this.clicked(event), true);
    byId('canvas').addEventListener('pointermove', (event) => this.pointedAt(event));
    byId('canvas').addEventListener('pointerleave', () => this.setPointed({}));
  },

  /** The first node that vis-network draws is all the cards; so large that it is always in view. */
  renderCards: (ctx) => ({ drawNode: () => paint.cards(ctx), nodeDimensions: { width: 1e7, height: 1e7 } }),

  render(ctx, node) {
    const { w, h } = scene.places.has(node) ? endBox(node) : { w: 1, h: 1 };
    return { drawNode: () => paint.node(ctx, node), nodeDimensions: { width: w, height: h } };
  },

  /** Bring the canvas in line with filter and scene. */
  sync() {
    const inView = statements.filter((s) => scene.places.has(s.s) && scene.places.has(s.o) && filter.passes(s));
    this.echoes = new Set(inView.filter(isEcho).map(({ id }) => id));
    const drawn = inView.filter(({ id }) => !this.echoes.has(id));
    this.drawn = new Set(drawn.map((statement) => statement.id));
    this.crowded = drawn.length > CROWD;
    this.visible = new Set(scene.hubs.keys());
    this.counts = new Map();
    this.affirmed = new Set();
    for (const statement of drawn) {
      for (const end of new Set([statement.s, statement.o])) {
        this.visible.add(end);
        this.counts.set(end, (this.counts.get(end) || 0) + 1);
        if (statement.m !== 'negated') this.affirmed.add(end);
      }
    }
    for (const node of scene.places.keys()) if (!near[node].length && !filter.off.kind.has(concepts[node].kind)) this.visible.add(node);
    this.signs.clear();
    this.middles.clear();
    this.covered = null;
    scene.closeUp(this.visible);
    this.syncNodes();
    this.syncEdges(drawn);
  },

  syncNodes() {
    const wanted = new Set([BACKDROP, ...[...this.visible].map(nodeId)]);
    this.nodes.remove(this.nodes.getIds().filter((id) => !wanted.has(id)));
    this.nodes.update([...this.visible].map((node) => {
      const { x, y } = scene.places.get(node);
      return { id: nodeId(node), x, y, label: concepts[node].label, shape: 'custom' };
    }));
  },

  syncEdges(drawn) {
    this.edges.remove(this.edges.getIds().filter((id) => !this.drawn.has(id)));
    this.twins = countTwins(drawn);
    this.signTwins = countTwins(drawn.filter(lineSign));
    this.edges.update(drawn.map((statement) =>
      ({ ...this.lineStyle(statement), smooth: bend(statement, this.twins.get(statement.id)) })));
  },

  lineStyle(statement) {
    const end = relationLook(statement).end || 'arrow';
    return {
      id: statement.id, from: nodeId(statement.s), to: nodeId(statement.o),
      width: lineWidth(statement),
      hidden: scene.narrow,
      dashes: dashesOf(statement),
      color: { color: lineColor(statement), opacity: this.opacity(statement.id) },
      arrows: { to: { enabled: !symmetric.has(statement.relation), type: end, scaleFactor: end === 'arrow' ? 0.42 : 0.5 } },
    };
  },

  opacity(id) {
    if (this.isQuiet(id)) return this.crowded ? 0.04 : 0.1;
    if (!this.crowded) return lineSign(statements[id]) === '✕' ? 0.95 : 0.62;
    return risks.has(statements[id].relation) ? 0.34 : 0.16;
  },

  isQuiet(id) {
    return this.chosen.nodes.size > 0 && !this.chosen.lines.has(id);
  },

  /** New colours, when the theme or the choice has changed. */
  recolor() {
    if (this.drawn.size <= MANY) {
      this.edges.update([...this.drawn].map((id) => ({ id,
        color: { color: lineColor(statements[id]), opacity: this.opacity(id) } })));
    }
    this.network.redraw();
  },

  statementsAt: (node) => graph.counts.get(node) || 0,
  onlyNegated: (node) => !scene.isHub(node) && graph.counts.has(node) && !graph.affirmed.has(node),
  isStrong: (node) => graph.pointed.node === node || graph.chosen.strong === node,
  isDim: (node) => graph.chosen.nodes.size > 0 && !graph.chosen.nodes.has(node) && graph.pointed.node !== node,

  /** Lines that are drawn loudly: what is pointed at, else a chosen statement or path. */
  loudLines() {
    const { node, line } = this.pointed;
    if (line !== undefined) return [line];
    if (node !== undefined && (this.crowded || !scene.isHub(node))) return near[node].filter((id) => this.drawn.has(id)).slice(0, 60);
    return (this.chosen.loud || []).filter((id) => this.drawn.has(id));
  },

  /**
   * Choose what stands out.
   * @param {number[]} nodes @param {number[]} lines @param {number} [strong] the concept in question
   * @param {number[]} [loud] the statements in question
   */
  choose(nodes, lines, strong, loud = []) {
    this.chosen = { nodes: new Set(nodes), lines: new Set(lines), strong, loud };
    this.recolor();
  },

  /** The statement at a point of the stage, if no card lies over it. */
  lineAt(dom, canvas) {
    if (scene.narrow || scene.cards.some((card) => card.h && inside(card, canvas.x, canvas.y))) return undefined;
    return this.network.getEdgeAt(dom);
  },

  /** The second click of a double click belongs to the first, whatever has moved or opened between them. */
  clicked(event) {
    const first = this.lastClick;
    const again = isSecond(event, first);
    if (!again && !byId('canvas').contains(event.target)) return;
    event.stopPropagation();
    if (this.dragged && !again) return;
    this.lastClick = again ? { time: -Infinity } : { x: event.clientX, y: event.clientY, time: event.timeStamp, node: this.open(event) };
    if (again && first.node !== undefined) toggleFold(first.node);
  },

  /** Open what lies at a point. @returns {number|undefined} the concept there */
  open(event) {
    const { dom, canvas } = this.placeOf(event);
    const node = nodeAt(canvas.x, canvas.y);
    const line = node === undefined ? this.lineAt(dom, canvas) : undefined;
    go(node !== undefined ? nodeHash(node) : line !== undefined ? statementHash(line) : '');
    return node;
  },

  /** Where the mouse is, on the stage and on the canvas. */
  placeOf(event) {
    const frame = byId('canvas').getBoundingClientRect();
    const dom = { x: event.clientX - frame.left, y: event.clientY - frame.top };
    return { dom, canvas: this.network.DOMtoCanvas(dom) };
  },

  pointedAt(event) {
    const { dom, canvas } = this.placeOf(event);
    const node = event.buttons ? undefined : nodeAt(canvas.x, canvas.y);
    const line = node === undefined && !event.buttons && this.drawn.size < MANY ? this.lineAt(dom, canvas) : undefined;
    this.setPointed({ node, line });
  },

  setPointed(pointed) {
    if (pointed.node === this.pointed.node && pointed.line === this.pointed.line) return;
    this.pointed = pointed;
    byId('canvas').style.cursor = pointed.node === undefined && pointed.line === undefined ? '' : 'pointer';
    this.network.redraw();
  },
};

/** Whether a click is the second of a double click. How long that may take is for the system to say, which counts;
 * only of fingers some browsers count no clicks. */
function isSecond(event, first) {
  const close = Math.hypot(event.clientX - first.x, event.clientY - first.y) < (event.pointerType === 'touch' ? 24 : 8);
  return close && (event.detail === 2 || (event.pointerType === 'touch' && event.timeStamp - first.time < 400));
}

/** The how-manieth each statement is of those between the same two concepts. @returns {Map<number, number>} */
function countTwins(list) {
  const pairs = new Map();
  return new Map(list.map((statement) => {
    const pair = [statement.s, statement.o].sort((a, b) => a - b).join('-');
    const twin = pairs.get(pair) || 0;
    pairs.set(pair, twin + 1);
    return [statement.id, twin];
  }));
}
