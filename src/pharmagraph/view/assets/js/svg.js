'use strict';
// The present view as an SVG drawing, from the same places, curves and shapes as the canvas.

const round = (value) => Math.round(value * 10) / 10;

function svgText(x, y, text, { color, size, weight = 400, anchor = 'start' }) {
  return svgEl('text', { x: round(x), y: round(y), fill: color, 'font-size': size, 'font-weight': weight, 'text-anchor': anchor,
    'dominant-baseline': 'central' }, text);
}

function svgLine(id) {
  const statement = statements[id];
  const points = linePoints(id);
  const color = lineColor(statement);
  if (points.length < 2) return [];
  const made = [svgEl('path', { d: `M${points.map(({ x, y }) => `${round(x)} ${round(y)}`).join('L')}`, fill: 'none', stroke: color,
    'stroke-width': round(lineWidth(statement)), 'stroke-opacity': 0.7, 'stroke-linecap': 'round',
    'stroke-dasharray': (DASHES[statement.m] || []).join(' ') || 'none' }, svgEl('title', {}, sentence(statement)))];
  if (!symmetric.has(statement.relation)) made.push(svgArrow(points, color, relationLook(statement).end || 'arrow'));
  return made;
}

/** The end of a line: an arrow, a bar or a box. */
function svgArrow(points, color, end) {
  const tip = points[points.length - 1];
  const before = points.findLast((point) => Math.hypot(point.x - tip.x, point.y - tip.y) > 5) || points[0];
  const angle = (Math.atan2(tip.y - before.y, tip.x - before.x) * 180) / Math.PI;
  const d = { arrow: 'M0 0L-7 3L-5.5 0L-7 -3Z', bar: 'M0 -4H-1.8V4H0Z', box: 'M0 -3.5H-7V3.5H0Z' }[end];
  return svgEl('path', { d, fill: color, transform: `translate(${round(tip.x)} ${round(tip.y)}) rotate(${round(angle)})` });
}

function svgNot(id) {
  const points = linePoints(id);
  const end = points[points.length - 1];
  const at = points.findLast((point) => Math.hypot(point.x - end.x, point.y - end.y) > 13);
  if (!at) return [];
  const look = { fill: paper.page, stroke: lineColor(statements[id]), 'stroke-width': 1.6 };
  return [svgEl('circle', { cx: round(at.x), cy: round(at.y), r: 5, ...look }),
    svgEl('path', { d: `M${round(at.x - 3.5)} ${round(at.y + 3.5)}l7 -7`, ...look })];
}

function svgCard(card) {
  const lines = paint.linesOf(card);
  if (!lines.length) return [];
  const color = shade(data.style.groups[card.group]);
  const x = card.side > 0 ? card.x + 15 : card.x + card.w - 15;
  const anchor = card.side > 0 ? 'start' : 'end';
  return [
    svgEl('rect', { x: round(card.x), y: round(card.y), width: card.w, height: card.h, rx: 9, fill: paper.card, stroke: color, 'stroke-opacity': 0.4 }),
    svgText(x, card.y + 18, card.title, { color, size: 13, weight: 650, anchor }),
    ...lines.filter((line) => line.node === undefined).map((line) => {
      const look = data.style.relations[line.relation];
      const tint = line.modality === 'negated' ? paper.ink : look?.light ? shade(look) : paper.soft;
      return svgText(x, card.y + line.y + 12, signOf(line.relation, line.modality) + line.text, { color: tint, size: 11.5, weight: 600, anchor });
    }),
  ];
}

function svgNode(node) {
  const place = scene.places.get(node);
  const style = kindStyle(node);
  const color = kindColor(node);
  const mark = (x, y) => svgEl('path', { d: SHAPES[style.shape], transform: `translate(${round(x)} ${round(y)})`,
    fill: style.hollow ? paper.card : color, stroke: color, 'stroke-width': style.hollow ? 2.2 : 1 });
  if (place.role === 'row') {
    const label = shortened((graph.onlyNegated(node) ? '⊘ ' : '') + concepts[node].label, 'row', place.width - 22);
    return [mark(place.x, place.y), svgText(place.x + 15 * place.side, place.y, label, { color: paper.ink, size: 14, anchor: place.side > 0 ? 'start' : 'end' })];
  }
  const box = nodeBox(node);
  const hub = place.role === 'hub';
  return [
    svgEl('rect', { x: round(box.x), y: round(box.y), width: round(box.w), height: box.h, rx: box.h / 2, fill: hub ? color : paper.card, stroke: color }),
    ...(hub ? [] : [mark(box.x + 16, place.y)]),
    svgText(hub ? place.x : box.x + 28, place.y, shortNodeLabel(node, place.role), { color: hub ? paper.page : paper.ink,
      size: hub ? 19 : 14, weight: hub ? 650 : 500, anchor: hub ? 'middle' : 'start' }),
  ];
}

/** The part of the graph that is in view, as the text of an SVG file. */
function asSvg() {
  const stage = byId('stage').getBoundingClientRect();
  const from = graph.network.DOMtoCanvas({ x: 0, y: 0 });
  const to = graph.network.DOMtoCanvas({ x: stage.width, y: stage.height });
  const view = [from.x, from.y, to.x - from.x, to.y - from.y].map(round);
  const negated = [...graph.drawn].filter((id) => statements[id].m === 'negated');
  const svg = svgEl('svg', { viewBox: view.join(' '), width: Math.round(stage.width), height: Math.round(stage.height), 'font-family': paper.font },
    svgEl('title', {}, document.title),
    svgEl('rect', { x: view[0], y: view[1], width: view[2], height: view[3], fill: paper.page }),
    ...[...graph.drawn].flatMap(svgLine),
    ...scene.cards.flatMap(svgCard),
    ...negated.flatMap(svgNot),
    ...[...graph.visible].filter((node) => scene.places.has(node)).flatMap(svgNode));
  return new XMLSerializer().serializeToString(svg);
}
