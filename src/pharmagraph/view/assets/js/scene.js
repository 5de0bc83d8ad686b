'use strict';
// Where things stand. Python has computed the places; here they are put together, and parts fold and unfold.

const PILL = 34;
const FOLDED = 52;
const APART = 34;
const ROW = 20;
const HEAD = 30;
const SUBHEAD = 21;
const FOOT = 8;

const scene = {
  /** Place of each concept that is on the canvas: {x, y, role: 'hub'|'shared'|'row', side, owner}. */
  places: new Map(),
  /** Cards in place: {x, y, w, h, side, title, group, lines, owner}. */
  cards: [],
  hubs: new Map(data.layout.hubs.map((hub) => [hub.node, hub])),
  unfolded: new Set(data.layout.unfolded ? mainSubstances : []),
  /** Cards that were brought in one by one. */
  extra: [],
  narrow: false,
  listeners: [],

  /** Put everything in place again. */
  arrange() {
    this.places.clear();
    this.cards = [];
    if (this.narrow) narrow.arrange();
    else {
      this.stackWings();
      for (const hub of this.hubs.values()) this.arrangeHub(hub);
      for (const [node, x, y] of data.layout.shared) this.places.set(node, { x, y, role: 'shared', side: 0, owner: -1 });
      for (const card of this.extra) {
        // What has unfolded since may now stand where the card was.
        if (!this.isFree(card)) Object.assign(card, this.placeFor(card));
        this.addCard(card, card.owner);
      }
    }
    this.listeners.forEach((listener) => listener());
  },

  /** Stand the substances of each wing one below the other, an unfolded one in the room that it needs. */
  stackWings() {
    for (const wing of [-1, 1]) {
      const own = [...this.hubs.values()].filter((hub) => hub.wing === wing);
      const height = (hub) => (this.unfolded.has(hub.node) ? Math.max(FOLDED, hub.height + APART) : FOLDED);
      let top = -own.reduce((sum, hub) => sum + height(hub), 0) / 2;
      for (const hub of own) {
        hub.y = top + (this.unfolded.has(hub.node) ? (height(hub) - hub.height) / 2 + hub.above : height(hub) / 2);
        top += height(hub);
      }
    }
  },

  arrangeHub(hub) {
    this.places.set(hub.node, { x: hub.x, y: hub.y, role: 'hub', side: hub.wing, owner: hub.node });
    if (!this.unfolded.has(hub.node)) return;
    for (const card of hub.cards) this.addCard({ ...card, x: hub.x + card.x, y: hub.y + card.y }, hub.node);
  },

  addCard(card, owner) {
    this.cards.push({ ...card, top: card.y, owner, lines: card.lines.map((line) => ({ ...line })), shown: [] });
    for (const line of card.lines) {
      if (line.node === undefined) continue;
      const x = card.side > 0 ? card.x : card.x + card.w;
      this.places.set(line.node, { x, y: card.y + line.y + ROW / 2, role: 'row', side: card.side, owner, width: card.w });
    }
  },

  /** Let the rows of each card close up when some are filtered away. @param {Set<number>} visible */
  closeUp(visible) {
    for (const card of this.cards) {
      card.shown = shownLines(card, visible);
      card.h = card.shown.length ? stackLines(card.shown) : 0;
      card.y = card.top;
    }
    if (this.narrow) narrow.stack();
    else this.keepApart();
    for (const card of this.cards) {
      for (const line of card.shown) if (line.node !== undefined) this.places.get(line.node).y = card.y + line.y + ROW / 2;
    }
  },

  /** A card that has got a heading more than it had room for moves what stands below it. */
  keepApart() {
    const done = [];
    for (const card of this.cards.filter(({ h }) => h).sort((a, b) => a.y - b.y)) {
      for (const above of done) {
        const beside = card.x >= above.x + above.w || above.x >= card.x + card.w;
        if (!beside && card.y < above.y + above.h && card.y >= above.y) card.y = above.y + above.h + 4;
      }
      done.push(card);
    }
  },

  /** What is in reach of a concept but not on the canvas. @param {number} node */
  hiddenAt(node) {
    const hub = this.hubs.get(node);
    const folded = hub && !this.unfolded.has(node) ? hub.spots.map((spot) => spot[0]) : [];
    const ends = near[node].filter((id) => filter.showsDerived || !isBehind(statements[id])).map((id) => otherEnd(statements[id], node));
    return [...new Set([...folded, ...ends])].filter((end) => !this.places.has(end));
  },

  /** Unfold a concept: a substance shows its cards, any other its neighbours. */
  unfold(node) {
    if (this.hubs.has(node) && !this.unfolded.has(node)) this.unfolded.add(node);
    this.arrange();
    const rest = this.hiddenAt(node);
    if (rest.length) this.bring(rest, node);
  },

  fold(node) {
    this.unfolded.delete(node);
    this.extra = this.extra.filter((card) => card.owner !== node);
    this.arrange();
  },

  /** Bring concepts onto the canvas that have no place yet, in cards beside another one. */
  bring(nodes, beside, title = this.places.has(beside) ? `Near ${concepts[beside].label}` : 'Brought in') {
    const missing = underHeadings(nodes.filter((node) => !this.places.has(node)), beside);
    const rows = 12;
    for (let start = 0; start < missing.length; start += rows) {
      const part = missing.slice(start, start + rows);
      const lines = part.flatMap(({ node, heading }, row) => (heading.text === part[row - 1]?.heading.text ? [{ node }] : [{ ...heading }, { node }]));
      const card = { side: 1, w: 225, h: stackLines(lines), group: 'other', owner: beside, lines, title };
      Object.assign(card, this.placeFor(card));
      this.extra.push(card);
      this.addCard(card, beside);
    }
    this.arrange();
  },

  /**
   * Find places for what only derived statements speak of, once those are shown: beside a substance that they link it to.
   * @returns {boolean} whether anything came
   */
  bringLate() {
    const missing = data.layout.late.filter((node) => !this.places.has(node));
    if (!missing.length || !filter.showsDerived) return false;
    const hubOf = (node) => near[node].map((id) => otherEnd(statements[id], node)).find((end) => this.hubs.has(end)) ?? mainSubstances[0];
    const hubs = missing.map(hubOf);
    for (const hub of new Set(hubs)) this.bring(missing.filter((_, place) => hubs[place] === hub), hub, this.hubs.size > 1 ? `∴ Derived for ${concepts[hub].label}` : '∴ Derived');
    return true;
  },

  /** A place for a card, with the marks of its rows on the side of its substance. */
  placeFor(card) {
    const origin = this.places.get(card.owner) || { x: 0, y: 0 };
    const place = this.outerPlace(card) || this.freePlace(card, origin);
    return { ...place, side: place.x + card.w / 2 < origin.x ? -1 : 1 };
  },

  /** Above or below an outermost column of a substance that stands alone, where no line runs: what makes the whole grow least. */
  outerPlace(card) {
    const own = this.cards.filter((one) => one.owner === card.owner);
    if (this.hubs.size > 1 || !own.length) return undefined;
    const whole = around(own);
    const growth = (place) => { const { w, h } = around([whole, { ...card, ...place }]); return Math.max(w / whole.w, h / whole.h); };
    const places = [whole.x, whole.x + whole.w - card.w].flatMap((x) => {
      const column = around(own.filter((one) => one.x < x + card.w && one.x + one.w > x));
      return [{ x, y: column.y + column.h + 14 }, { x, y: column.y - card.h - 14 }];
    });
    return places.filter((place) => this.isFree({ ...card, ...place })).sort((a, b) => growth(a) - growth(b))[0];
  },

  /** The nearest free place for a card. */
  freePlace(card, origin) {
    const taken = this.boxes();
    const fits = (x, y) => isApart({ ...card, x, y }, taken, 40, 14);
    for (let reach = 80; reach < 4000; reach += 60) {
      for (let step = 0; step < 16; step += 1) {
        const angle = (step * Math.PI) / 8;
        const x = origin.x + reach * Math.cos(angle) - card.w / 2;
        const y = origin.y + reach * Math.sin(angle) - card.h / 2;
        if (fits(x, y)) return { x, y };
      }
    }
    return { x: origin.x, y: Math.max(0, ...taken.map((box) => box.y + box.h)) + 60 };
  },

  /** Whether a card stands where nothing else does. */
  isFree(card) {
    return isApart(card, this.boxes(), 2, 2);
  },

  /** Everything that takes room. */
  boxes() {
    const boxes = this.cards.filter((card) => card.h).map(({ x, y, w, h }) => ({ x, y, w, h }));
    for (const [node, place] of this.places) {
      if (place.role !== 'row') boxes.push(nodeBox(node));
    }
    return boxes;
  },

  /** Make sure that concepts are on the canvas. */
  reveal(nodes) {
    for (const node of nodes) {
      if (this.places.has(node)) continue;
      const home = [...this.hubs.values()].find((hub) => hub.spots.some((spot) => spot[0] === node));
      if (home && !this.unfolded.has(home.node)) {
        this.unfolded.add(home.node);
        this.arrange();
      } else {
        const anchor = near[node].map((id) => otherEnd(statements[id], node)).find((end) => this.places.has(end));
        this.bring([node], anchor === undefined ? mainSubstances[0] : anchor);
      }
    }
  },

  isHub: (node) => scene.hubs.has(node),
};

/** Whether a box keeps so far from others. */
const isApart = (box, others, wide, high) => others.every((other) => box.x >= other.x + other.w + wide || box.x + box.w + wide <= other.x
  || box.y >= other.y + other.h + high || box.y + box.h + high <= other.y);

/** Put lines one below the other. @returns {number} the height of their card */
function stackLines(lines) {
  let y = HEAD;
  for (const line of lines) {
    line.y = y;
    y += line.node === undefined ? SUBHEAD : ROW;
  }
  return y + FOOT;
}

/** The part of a card that is visible: its rows, each under a heading that holds of it. */
function shownLines(card, visible) {
  const parts = new Map();
  let given;
  for (const line of card.lines) {
    if (line.node === undefined) given = line;
    const heading = line.node === undefined || !concepts[card.owner] ? given : headingOf(line.node, card.owner, given);
    const key = heading?.text ?? '';
    if (!parts.has(key)) parts.set(key, { heading, rows: [] });
    if (line.node !== undefined && visible.has(line.node)) parts.get(key).rows.push(line);
  }
  return [...parts.values()].flatMap(({ heading, rows }) => (rows.length && heading ? [heading, ...rows] : rows));
}

/** A statement's relation as the heading of a row. */
const headingText = (statement, owner) => (statement.s === owner ? '' : '← ') + relationWords(statement);

const WEIGHTY = ['interactions', 'safety', ...Object.keys(data.style.groups)];
const byWeight = (a, b) => WEIGHTY.indexOf(a.group) - WEIGHTY.indexOf(b.group)
  || isDerived(a) - isDerived(b) || MODALITIES.indexOf(a.m) - MODALITIES.indexOf(b.m) || b.n - a.n || a.id - b.id;

/**
 * The heading of a row: the given one as long as a wanted statement says so. With that statement filtered away,
 * "needs caution in" must not stand over what only "does NOT need caution in" is left of.
 */
function headingOf(node, owner, given) {
  const said = near[node].map((id) => statements[id]).filter((statement) => otherEnd(statement, node) === owner && filter.passes(statement));
  if (given && said.some((statement) => headingText(statement, owner) === given.text)) return given;
  const [first] = said.sort(byWeight);
  if (first) return { text: headingText(first, owner), modality: first.m, relation: first.relation, first };
  return given && !given.relation ? given : { text: near[node].length ? 'linked through others' : 'not linked', modality: 'asserted', relation: '' };
}

/** Concepts with their headings, those under one heading together, what to beware of first. */
function underHeadings(nodes, owner) {
  const rows = nodes.map((node) => ({ node, heading: headingOf(node, owner) }));
  const leads = new Map();
  for (const { heading } of rows) {
    const lead = leads.get(heading.text);
    if (!lead || (heading.first && byWeight(heading.first, lead) < 0)) leads.set(heading.text, heading.first);
  }
  const texts = [...leads.keys()].sort((a, b) => (leads.get(a) && leads.get(b) ? byWeight(leads.get(a), leads.get(b)) : leads.get(a) ? -1 : leads.get(b) ? 1 : 0));
  return texts.flatMap((text) => rows.filter(({ heading }) => heading.text === text));
}
