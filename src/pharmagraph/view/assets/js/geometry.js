'use strict';
// Sizes, boxes and curves, shared by drawing, hit tests and the SVG export.

const measure = document.createElement('canvas').getContext('2d');
const widths = new Map();
const FONTS = { hub: '650 19px', shared: '500 14px', row: '14px', rowStrong: '650 14px', sub: '600 11.5px', title: '650 13px', tag: '600 12px' };
const fontSize = (role) => parseFloat(FONTS[role].match(/[\d.]+px/)[0]);
const font = (role, larger = 1) => `${larger === 1 ? FONTS[role] : FONTS[role].replace(/[\d.]+px/, `${fontSize(role) * larger}px`)} ${paper.font}`;

/** How much what guides the eye grows when the whole is small. */
const zoomed = () => Math.min(1.7, Math.max(1, 0.8 / graph.scale));
/** The same for a substance, if it has room: in a page that opens folded they stand close. */
const hubZoom = () => (data.layout.unfolded && !scene.narrow ? zoomed() : 1);

const titleZoom = () => Math.min(zoomed(), 1.45);
/** The title of a card, as much as it has room for. */
const cardTitle = (card) => shortened(card.title, 'title', (card.w - 26) / titleZoom());

/** Width of a text in a role's font. */
function textWidth(text, role) {
  const key = `${role}|${text}`;
  if (!widths.has(key)) {
    measure.font = font(role);
    widths.set(key, measure.measureText(text).width);
  }
  return widths.get(key);
}

/** A text that is no wider than the room there is. */
function shortened(text, role, room) {
  if (textWidth(text, role) <= room) return text;
  const chars = Array.from(text);
  let low = 0;
  let high = chars.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (textWidth(`${chars.slice(0, middle).join('').trimEnd()}…`, role) <= room) low = middle;
    else high = middle - 1;
  }
  return `${chars.slice(0, low).join('').trimEnd()}…`;
}

const shortNodeLabel = (node, role) => shortened(concepts[node].label, role, role === 'hub' ? 320 : 230);

/**
 * The sign before the name of a row: what the statements with its substance warn of, or that all deny it. What is
 * only possible has a question mark, what is only derived three dots.
 * @returns {{sign: string, text: string}}
 */
function rowSign(node) {
  if (!graph.signs.has(node)) graph.signs.set(node, findRowSign(node));
  return graph.signs.get(node);
}

/** The first that applies: what is stated before what is derived, a contraindication before a caution. */
const ROW_SIGNS = ['✕', '✕?', '✕∴', '✕?∴', '⚠', '⚠?', '⚠∴', '⚠?∴'];

function findRowSign(node) {
  if (graph.onlyNegated(node)) return { sign: '⊘', text: '⊘' };
  const { owner } = scene.places.get(node);
  const own = near[node].map((id) => statements[id])
    .filter((statement) => graph.drawn.has(statement.id) && statement.m !== 'negated' && otherEnd(statement, node) === owner);
  const texts = own.map((statement) => lineSign(statement) + (lineSign(statement) && statement.m === 'possible' ? '?' : '') + (isDerived(statement) ? '∴' : ''));
  const text = ROW_SIGNS.find((one) => texts.includes(one)) || (own.length && own.every(isDerived) ? '∴' : '');
  return { sign: text.slice(0, 1), text };
}
const signRoom = ({ text }) => (text ? textWidth(`${text} `, 'row') : 0);

/** Room for the name of a row. */
const rowRoom = (node) => scene.places.get(node).width - (graph.statementsAt(node) > 1 ? 44 : 22) - signRoom(rowSign(node));

/** Box of a concept on the canvas; for rows the whole line. */
function nodeBox(node) {
  const place = scene.places.get(node);
  if (place.role === 'row') {
    const x = place.side > 0 ? place.x - 9 : place.x - place.width;
    return { x, y: place.y - ROW / 2, w: place.width + 9, h: ROW };
  }
  const larger = place.role === 'hub' ? hubZoom() : 1;
  const w = (textWidth(shortNodeLabel(node, place.role), place.role) + (place.role === 'hub' ? 44 : 42)) * larger;
  const h = (place.role === 'hub' ? 44 : 27) * larger;
  return { x: place.x - w / 2, y: place.y - h / 2, w, h };
}

/** What a line ends at: the mark for rows, the box for the others. */
function endBox(node) {
  const place = scene.places.get(node);
  return place.role === 'row' ? { x: place.x - 8, y: place.y - 8, w: 16, h: 16 } : nodeBox(node);
}

const inside = (box, x, y) => x >= box.x && x <= box.x + box.w && y >= box.y && y <= box.y + box.h;

/** The box around boxes. */
function around(boxes) {
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  return {
    x, y,
    w: Math.max(...boxes.map((box) => box.x + box.w)) - x,
    h: Math.max(...boxes.map((box) => box.y + box.h)) - y,
  };
}

/** The concept at a point of the canvas. */
function nodeAt(x, y) {
  for (const node of graph.visible) if (inside(nodeBox(node), x, y)) return node;
  return undefined;
}

/** Control points of a drawn line, as vis-network has them: none (straight), one or two. */
function controls(id) {
  const edge = graph.network.body.edges[id];
  const via = edge?.edgeType.getViaNode?.();
  return (Array.isArray(via) ? via : [via]).filter((point) => point && point.x !== undefined);
}

/** Points of a line between its two ends. */
function linePoints(id) {
  if (scene.narrow) return narrow.stub(id);
  const statement = statements[id];
  const ends = [scene.places.get(statement.s), scene.places.get(statement.o)];
  const points = [ends[0], ...controls(id), ends[1]];
  const boxes = [endBox(statement.s), endBox(statement.o)];
  return Array.from({ length: 33 }, (_, step) => onCurve(points, step / 32))
    .filter(({ x, y }) => !boxes.some((box) => inside(box, x, y)));
}

/** A point a little before the end of a line. */
const beforeTip = (points, far = 5) => {
  const tip = points[points.length - 1];
  return points.findLast((point) => Math.hypot(point.x - tip.x, point.y - tip.y) > far) || points[0];
};

/** Where on a line its sign stands: so far before the tip, twins one behind the other; nowhere on a line too short. */
function signPlace(id) {
  const points = linePoints(id);
  const tip = points[points.length - 1];
  const reach = 17 + 13 * ((scene.narrow ? 0 : graph.signTwins.get(id) || 0) % 3);
  for (let i = points.length - 2; i >= 0; i -= 1) {
    const [far, close] = [points[i], points[i + 1]].map((point) => Math.hypot(point.x - tip.x, point.y - tip.y));
    if (far < reach) continue;
    const share = (reach - close) / (far - close);
    return { x: points[i + 1].x + (points[i].x - points[i + 1].x) * share, y: points[i + 1].y + (points[i].y - points[i + 1].y) * share };
  }
  return undefined;
}

/** The signs that a line bears, with their places; none lies over a card, whose rows have signs of their own. @returns {{sign: string, at: {x: number, y: number}}[]} */
function signsOn(id) {
  const statement = statements[id];
  const tip = lineSign(statement) ? [{ sign: lineSign(statement), at: signPlace(id) }] : [];
  const middle = isDerived(statement) ? [{ sign: '∴', at: middlePlace(id) }] : [];
  return [...tip, ...middle].filter(({ at }) => at && (scene.narrow || !scene.cards.some((card) => card.h && inside(card, at.x, at.y))));
}

/** The point of a line that is nearest to its middle and on open ground. */
function middlePlace(id) {
  if (!graph.middles.has(id)) {
    const points = linePoints(id);
    const at = scene.narrow ? points[2] : nearestFree(points, ({ x, y }) => ({ x: x - 7, y: y - 7, w: 14, h: 14 }), covered());
    graph.middles.set(id, at || points[points.length >> 1]);
  }
  return graph.middles.get(id);
}

/** Everything that a sign or a word on a line may not cover, found once for each state of the canvas. */
const covered = () => (graph.covered ||= [...scene.cards.filter(({ h }) => h), ...[...graph.visible].filter((node) => scene.places.get(node).role !== 'row').map(nodeBox)]);

/** The point of a line nearest to its middle whose box keeps clear of others; undefined where none does. */
function nearestFree(points, boxAt, taken) {
  const middle = (points.length - 1) / 2;
  return points.map((point, place) => ({ point, off: Math.abs(place - middle) })).sort((a, b) => a.off - b.off)
    .find(({ point }) => isApart(boxAt(point), taken, 0, 0))?.point;
}

/** De Casteljau: a point of a Bézier curve of any degree. */
function onCurve(points, t) {
  let row = points.map(({ x, y }) => ({ x, y }));
  while (row.length > 1) {
    row = row.slice(1).map((point, i) => ({ x: row[i].x + (point.x - row[i].x) * t, y: row[i].y + (point.y - row[i].y) * t }));
  }
  return row[0];
}

/** How vis-network is to bend a line. @param {number} twin how many lines join the same ends already */
function bend(statement, twin) {
  const from = scene.places.get(statement.s);
  const to = scene.places.get(statement.o);
  if (from === to || scene.narrow) return { enabled: false };
  if (from.role === 'hub' && to.role === 'hub' && from.side === to.side) return arc(from, to, twin, 120);
  if (graph.crowded) return { enabled: false };
  if (from.role === 'row' && to.role === 'row') return arc(from, to, twin, 16);
  return { enabled: true, type: 'cubicBezier', forceDirection: 'horizontal', roundness: [0.5, 0.36, 0.64, 0.25][twin % 4] };
}

/** What stands in one column is joined by an arc on its inner side, other rows by a slight bow. */
function arc(from, to, twin, least) {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const level = Math.abs(to.x - from.x) < 40;
  const bulge = level ? Math.min(least + 44, least + length * 0.1) + 9 * twin : 26 + 10 * twin;
  const inward = from.side < 0 ? 1 : -1;
  const down = to.y > from.y ? 1 : -1;
  return { enabled: true, type: inward * down > 0 ? 'curvedCW' : 'curvedCCW', roundness: Math.min(least > 100 ? 1.2 : 0.6, bulge / (0.78 * length)) };
}
