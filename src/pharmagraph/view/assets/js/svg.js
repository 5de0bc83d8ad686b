'use strict';
// The present view as an SVG drawing, from the same places, curves and shapes as the canvas.

const round = (value) => Math.round(value * 10) / 10;

function svgText(x, y, text, { color, size, weight = 400, anchor = 'start' }) {
  return svgEl('text', { x: round(x), y: round(y), fill: color, 'font-size': size, 'font-weight': weight, 'text-anchor': anchor,
    'dominant-baseline': 'central' }, text);
}

const svgWay = (points) => `M${points.map(({ x, y }) => `${round(x)} ${round(y)}`).join('L')}`;

/** A group that is as dim as on the screen; nothing for nothing. */
const dimmed = (parts, opacity) => (parts.length ? [svgEl('g', opacity < 1 ? { opacity: Number(opacity.toFixed(2)) } : {}, ...parts)] : []);

/** A line; what is pointed at or chosen, loud, is wider. */
function svgLine(id, loud = false) {
  const statement = statements[id];
  const points = loud && scene.narrow ? narrow.way(id) : linePoints(id);
  const color = lineColor(statement);
  if (points.length < 2) return [];
  const made = [svgEl('path', { d: svgWay(points), fill: 'none', stroke: color,
    'stroke-width': round(lineWidth(statement) + (loud ? 1.4 : 0)), 'stroke-linecap': 'round',
    'stroke-dasharray': dashText(lineKind(statement)) }, svgEl('title', {}, sentence(statement)))];
  if (!symmetric.has(statement.relation)) made.push(svgArrow(points, color, relationLook(statement).end || 'arrow'));
  return dimmed(made, loud ? 1 : graph.isQuiet(id) ? 0.12 : graph.opacity(id));
}

/** The words on a line. */
const svgWord = ({ text, color, x, y, w }) => [
  svgEl('rect', { x: round(x - w / 2), y: round(y - 10), width: round(w), height: 20, rx: 10, fill: paper.page, stroke: color, 'stroke-width': 1.2 }),
  svgText(x, y + 0.5, text, { color, size: 12, weight: 600, anchor: 'middle' }),
];

/** The end of a line: an arrow, a bar or a box. */
function svgArrow(points, color, end) {
  const tip = points[points.length - 1];
  const before = beforeTip(points);
  const angle = (Math.atan2(tip.y - before.y, tip.x - before.x) * 180) / Math.PI;
  return svgEl('path', { d: ENDS[end], fill: color, transform: `translate(${round(tip.x)} ${round(tip.y)}) rotate(${round(angle)})` });
}

function svgSigns(id) {
  const statement = statements[id];
  return dimmed(signsOn(id).flatMap(({ sign, at }) => signSvg(sign, round(at.x), round(at.y),
    { color: lineColor(statement), ground: paper.page, full: isFull(statement) && sign !== '∴' })), graph.isQuiet(id) ? 0.2 : 1);
}

function svgCard(card) {
  if (!card.h) return [];
  const color = shade(data.style.groups[card.group]);
  const x = card.side > 0 ? card.x + 15 : card.x + card.w - 15;
  const anchor = card.side > 0 ? 'start' : 'end';
  return [
    svgEl('rect', { x: round(card.x), y: round(card.y), width: card.w, height: card.h, rx: 9, fill: paper.card, stroke: color, 'stroke-opacity': 0.4 }),
    svgText(x, card.y + 18, cardTitle(card), { color, size: round(13 * titleZoom()), weight: 650, anchor }),
    ...card.shown.filter((line) => line.node === undefined).map((line) => {
      const look = data.style.relations[line.relation];
      const tint = line.modality === 'negated' ? paper.ink : look?.light ? shade(look) : paper.soft;
      return svgText(x, card.y + line.y + 12, headingWords(card, line), { color: tint, size: 11.5, weight: 600, anchor });
    }),
  ];
}

function svgNode(node) {
  if (!graph.isDim(node)) return nodeParts(node);
  // As on the screen, no line shows through what is dim.
  const box = scene.places.get(node).role === 'row' ? null : nodeBox(node);
  const ground = box ? [svgEl('rect', { x: round(box.x), y: round(box.y), width: round(box.w), height: box.h, rx: box.h / 2, fill: paper.page })] : [];
  return [...ground, ...dimmed(nodeParts(node), 0.28)];
}

function nodeParts(node) {
  const place = scene.places.get(node);
  const style = kindStyle(node);
  const color = kindColor(node);
  const mark = (x, y) => svgEl('path', { d: SHAPES[style.shape], transform: `translate(${round(x)} ${round(y)})`,
    fill: style.hollow ? paper.card : color, stroke: color, 'stroke-width': style.hollow ? 2.2 : 1 });
  if (place.role === 'row') {
    const sign = rowSign(node);
    const look = { size: 14, anchor: place.side > 0 ? 'start' : 'end' };
    const more = graph.statementsAt(node) - 1;
    const name = shortened(concepts[node].label, 'row', rowRoom(node));
    return [mark(place.x, place.y),
      ...(sign.text ? [svgText(place.x + 15 * place.side, place.y, sign.text, { ...look, color: signColor(sign.sign) })] : []),
      svgText(place.x + (15 + signRoom(sign)) * place.side, place.y, name, { ...look, color: paper.ink }),
      ...(more > 0 ? [svgText(place.x + (22 + signRoom(sign) + textWidth(name, 'row')) * place.side, place.y, `+${more}`, { ...look, size: 11.5, weight: 600, color: paper.soft })] : [])];
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

/** What of the canvas is in view. @param {number} width so much of the stage, from the left @returns a box */
function viewBox(width) {
  const from = graph.network.DOMtoCanvas({ x: 0, y: 0 });
  const to = graph.network.DOMtoCanvas({ x: width, y: resized.height });
  return { x: from.x, y: from.y, w: to.x - from.x, h: to.y - from.y };
}

/** A view without the empty ground around what is in it. */
function cropped(view) {
  const boxes = [...scene.cards.filter(({ h }) => h), ...[...graph.visible].filter((node) => scene.places.has(node)).map(nodeBox)];
  const seen = boxes.filter((box) => !isApart(box, [view], 0, 0));
  if (!seen.length) return view;
  const all = around(seen);
  const x = Math.max(view.x, all.x - RAIL);
  const y = Math.max(view.y, all.y - 16);
  return { x, y, w: Math.min(view.x + view.w, all.x + all.w + RAIL) - x, h: Math.min(view.y + view.h, all.y + all.h + 16) - y };
}

/** The part of the graph that is in view, as an SVG element. @param {object} [box] another part of the canvas */
function svgView(box = viewBox(resized.width)) {
  const scale = graph.network.getScale();
  const stage = { width: box.w * scale, height: box.h * scale };
  const view = [box.x, box.y, box.w, box.h].map(round);
  const rails = scene.narrow ? narrow.rails() : [];
  const loud = graph.loudLines();
  const nodes = [...graph.visible].filter((node) => scene.places.has(node));
  return svgEl('svg', { viewBox: view.join(' '), width: Math.round(stage.width), height: Math.round(stage.height), 'font-family': paper.font },
    svgEl('title', {}, document.title),
    svgEl('rect', { x: view[0], y: view[1], width: view[2], height: view[3], fill: paper.page }),
    ...rails.map((rail) => svgEl('path', { d: svgWay(rail), fill: 'none', stroke: paper.line, 'stroke-width': 1.4 })),
    ...[...graph.drawn].flatMap((id) => (loud.includes(id) ? [] : svgLine(id))),
    ...loud.flatMap((id) => svgLine(id, true)),
    ...scene.cards.flatMap(svgCard),
    ...[...graph.drawn].flatMap(svgSigns),
    ...nodes.flatMap(svgNode),
    ...lineWords().flatMap(svgWord));
}

/** The same as the text of a file. */
const asSvg = () => new XMLSerializer().serializeToString(svgView());
