'use strict';
// The present view as an SVG drawing, from the same places, curves and shapes as the canvas.

const round = (value) => Math.round(value * 10) / 10;

function svgText(x, y, text, { color, size, weight = 400, anchor = 'start' }) {
  return svgEl('text', { x: round(x), y: round(y), fill: color, 'font-size': size, 'font-weight': weight, 'text-anchor': anchor,
    'dominant-baseline': 'central' }, text);
}

const svgWay = (points) => `M${points.map(({ x, y }) => `${round(x)} ${round(y)}`).join('L')}`;

function svgLine(id) {
  const statement = statements[id];
  const points = linePoints(id);
  const color = lineColor(statement);
  if (points.length < 2) return [];
  const made = [svgEl('path', { d: svgWay(points), fill: 'none', stroke: color,
    'stroke-width': round(lineWidth(statement)), 'stroke-opacity': 0.7, 'stroke-linecap': 'round',
    'stroke-dasharray': (DASHES[statement.m] || []).join(' ') || 'none' }, svgEl('title', {}, sentence(statement)))];
  if (!symmetric.has(statement.relation)) made.push(svgArrow(points, color, relationLook(statement).end || 'arrow'));
  return made;
}

/** The end of a line: an arrow, a bar or a box. */
function svgArrow(points, color, end) {
  const tip = points[points.length - 1];
  const before = beforeTip(points);
  const angle = (Math.atan2(tip.y - before.y, tip.x - before.x) * 180) / Math.PI;
  return svgEl('path', { d: ENDS[end], fill: color, transform: `translate(${round(tip.x)} ${round(tip.y)}) rotate(${round(angle)})` });
}

function svgSign(id) {
  const statement = statements[id];
  const at = lineSign(statement) && signPlace(id);
  return at ? signSvg(lineSign(statement), round(at.x), round(at.y), { color: lineColor(statement), ground: paper.page, full: isFull(statement) }) : [];
}

function svgCard(card) {
  if (!card.h) return [];
  const color = shade(data.style.groups[card.group]);
  const x = card.side > 0 ? card.x + 15 : card.x + card.w - 15;
  const anchor = card.side > 0 ? 'start' : 'end';
  return [
    svgEl('rect', { x: round(card.x), y: round(card.y), width: card.w, height: card.h, rx: 9, fill: paper.card, stroke: color, 'stroke-opacity': 0.4 }),
    svgText(x, card.y + 18, card.title, { color, size: round(13 * Math.min(zoomed(), 1.45)), weight: 650, anchor }),
    ...card.shown.filter((line) => line.node === undefined).map((line) => {
      const look = data.style.relations[line.relation];
      const tint = line.modality === 'negated' ? paper.ink : look?.light ? shade(look) : paper.soft;
      return svgText(x, card.y + line.y + 12, headingWords(card, line), { color: tint, size: 11.5, weight: 600, anchor });
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
    const sign = rowSign(node);
    const look = { size: 14, anchor: place.side > 0 ? 'start' : 'end' };
    return [mark(place.x, place.y),
      ...(sign.text ? [svgText(place.x + 15 * place.side, place.y, sign.text, { ...look, color: signColor(sign.sign) })] : []),
      svgText(place.x + (15 + signRoom(sign)) * place.side, place.y, shortened(concepts[node].label, 'row', rowRoom(node)), { ...look, color: paper.ink })];
  }
  const box = nodeBox(node);
  const hub = place.role === 'hub';
  return [
    svgEl('rect', { x: round(box.x), y: round(box.y), width: round(box.w), height: box.h, rx: box.h / 2, fill: hub ? color : paper.card, stroke: color }),
    ...(hub ? [] : [mark(box.x + 16, place.y)]),
    svgText(hub ? place.x : box.x + 28, place.y, shortNodeLabel(node, place.role), { color: hub ? paper.page : paper.ink,
      size: hub ? round(19 * hubZoom()) : 14, weight: hub ? 650 : 500, anchor: hub ? 'middle' : 'start' }),
  ];
}

/** The part of the graph that is in view, as the text of an SVG file. */
function asSvg() {
  const stage = byId('stage').getBoundingClientRect();
  const from = graph.network.DOMtoCanvas({ x: 0, y: 0 });
  const to = graph.network.DOMtoCanvas({ x: stage.width, y: stage.height });
  const view = [from.x, from.y, to.x - from.x, to.y - from.y].map(round);
  const rails = scene.narrow ? narrow.rails() : [];
  const svg = svgEl('svg', { viewBox: view.join(' '), width: Math.round(stage.width), height: Math.round(stage.height), 'font-family': paper.font },
    svgEl('title', {}, document.title),
    svgEl('rect', { x: view[0], y: view[1], width: view[2], height: view[3], fill: paper.page }),
    ...rails.map((rail) => svgEl('path', { d: svgWay(rail), fill: 'none', stroke: paper.line, 'stroke-width': 1.4 })),
    ...[...graph.drawn].flatMap(svgLine),
    ...scene.cards.flatMap(svgCard),
    ...[...graph.drawn].flatMap(svgSign),
    ...[...graph.visible].filter((node) => scene.places.has(node)).flatMap(svgNode));
  return new XMLSerializer().serializeToString(svg);
}
