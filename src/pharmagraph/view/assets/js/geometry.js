'use strict';
// Sizes, boxes and curves, shared by drawing, hit tests and the SVG export.

const measure = document.createElement('canvas').getContext('2d');
const widths = new Map();
const FONTS = { hub: '650 19px', shared: '500 14px', row: '14px', rowStrong: '650 14px', sub: '600 11.5px', title: '650 13px', tag: '600 12px' };
const font = (role) => `${FONTS[role]} ${paper.font}`;

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

/** Box of a concept on the canvas; for rows the whole line. */
function nodeBox(node) {
  const place = scene.places.get(node);
  if (place.role === 'row') {
    const x = place.side > 0 ? place.x - 9 : place.x - place.width;
    return { x, y: place.y - ROW / 2, w: place.width + 9, h: ROW };
  }
  const w = textWidth(shortNodeLabel(node, place.role), place.role) + (place.role === 'hub' ? 44 : 42);
  const h = place.role === 'hub' ? 44 : 27;
  return { x: place.x - w / 2, y: place.y - h / 2, w, h };
}

/** What a line ends at: the mark for rows, the box for the others. */
function endBox(node) {
  const place = scene.places.get(node);
  return place.role === 'row' ? { x: place.x - 8, y: place.y - 8, w: 16, h: 16 } : nodeBox(node);
}

const inside = (box, x, y) => x >= box.x && x <= box.x + box.w && y >= box.y && y <= box.y + box.h;

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
  const statement = statements[id];
  const ends = [scene.places.get(statement.s), scene.places.get(statement.o)];
  const points = [ends[0], ...controls(id), ends[1]];
  const boxes = [endBox(statement.s), endBox(statement.o)];
  return Array.from({ length: 33 }, (_, step) => onCurve(points, step / 32))
    .filter(({ x, y }) => !boxes.some((box) => inside(box, x, y)));
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
  if (graph.crowded || from === to) return { enabled: false };
  if (from.role === 'row' && to.role === 'row') return arc(from, to, twin);
  if (scene.narrow) {
    return { enabled: true, type: from.role === 'row' ? 'vertical' : 'horizontal', roundness: 1.12 + 0.08 * twin };
  }
  return { enabled: true, type: 'cubicBezier', forceDirection: 'horizontal', roundness: [0.5, 0.36, 0.64, 0.25][twin % 4] };
}

/** Rows of one column are joined by an arc on their inner side, others by a slight bow. */
function arc(from, to, twin) {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const level = Math.abs(to.x - from.x) < 40;
  const bulge = level ? Math.min(60, 16 + length * 0.1) + 9 * twin : 26 + 10 * twin;
  const inward = from.side < 0 ? 1 : -1;
  const down = to.y > from.y ? 1 : -1;
  return { enabled: true, type: inward * down > 0 ? 'curvedCW' : 'curvedCCW', roundness: Math.min(0.6, bulge / (0.78 * length)) };
}
