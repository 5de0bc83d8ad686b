'use strict';
// Phones: everything in one column. A rail runs down beside the cards; each row hangs on it by its own line.

const RAIL = 40;
/** Cards in this order: what to beware of comes first. */
const NARROW_ORDER = ['interactions', 'safety', ...Object.keys(data.style.groups)];

const narrow = {
  width: 240,

  /** Each substance with its cards below it; what several share comes last. */
  arrange() {
    const hubs = [...scene.hubs.values()];
    const open = (hub) => scene.unfolded.has(hub.node);
    const shared = this.sharedCards();
    this.width = Math.max(240, ...hubs.filter(open).flatMap((hub) => hub.cards.map((card) => card.w)));
    for (const hub of hubs) {
      scene.places.set(hub.node, { x: this.width / 2, y: 0, role: 'hub', side: 0, owner: hub.node });
      const cards = open(hub) ? [...hub.cards].sort((a, b) => NARROW_ORDER.indexOf(a.group) - NARROW_ORDER.indexOf(b.group)) : [];
      for (const card of cards) this.add(card, hub.node);
    }
    for (const card of [...shared, ...scene.extra]) this.add(card, card.owner);
    for (const card of scene.cards) card.h = HEAD + card.lines.length * SUBHEAD + FOOT;
    this.stack();
  },

  add(card, owner) {
    scene.addCard({ ...card, x: 0, y: 0, w: this.width, side: 1 }, owner);
  },

  sharedCards() {
    if (!data.layout.shared.length) return [];
    return [{ group: 'other', title: 'Shared by several', owner: -1, lines: data.layout.shared.map(([node]) => ({ node, y: 0 })) }];
  },

  /** Stand everything one below the other. */
  stack() {
    let top = 0;
    for (const node of [...scene.hubs.keys(), -1]) {
      const place = scene.places.get(node);
      if (place) {
        top += 22;
        place.y = top;
        top += 36;
      }
      for (const card of scene.cards.filter(({ owner, h }) => h && (scene.hubs.has(owner) ? owner : -1) === node)) {
        card.y = top;
        top += card.h + 14;
      }
    }
  },

  /** The place of a statement's end, where its line sets out. */
  end(id, node) {
    const { x, y, role } = scene.places.get(node);
    const twin = [0, -5, 5][(graph.twins.get(id) || 0) % 3];
    return role === 'hub' ? { x: nodeBox(node).x, y } : { x: x - 9, y: y + twin };
  },

  /** The whole way of a line: from one end to the rail, along it, to the other end. */
  way(id) {
    const ends = [statements[id].s, statements[id].o].map((node) => this.end(id, node));
    return [ends[0], ...ends.map(({ y }) => ({ x: -RAIL, y })), ends[1]];
  },

  /** The part of a line between the rail and the row; nothing for lines between others than a hub and its rows. */
  stub(id) {
    const { s, o } = statements[id];
    const [from, to] = [s, o].map((node) => scene.places.get(node));
    const inward = to.role === 'row' && to.owner === s;
    if (!inward && !(from.role === 'row' && from.owner === o)) return [];
    const row = this.end(id, inward ? o : s);
    const points = Array.from({ length: 17 }, (_, step) => ({ x: -RAIL + ((row.x + RAIL) * step) / 16, y: row.y }));
    return inward ? points : points.reverse();
  },

  /** The rails, one a substance: from the substance to its last row. */
  rails() {
    return [...scene.hubs.keys()].map((hub) => {
      const rows = scene.cards.filter((card) => card.owner === hub && card.h).flatMap((card) => card.shown.filter((line) => line.node !== undefined)
        .map((line) => card.y + line.y + ROW / 2));
      const { y } = scene.places.get(hub);
      return rows.length ? [{ x: nodeBox(hub).x, y }, { x: -RAIL, y }, { x: -RAIL, y: Math.max(...rows) }] : [];
    }).filter((rail) => rail.length);
  },
};
