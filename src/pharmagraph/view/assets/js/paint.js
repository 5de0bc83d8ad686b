'use strict';
// What is drawn besides vis-network's lines: cards, marks, names, signs. vis-network calls in here.

const BACKDROP = 'cards';

const paint = {
  /** All cards, then the signs on lines; drawn as the first node, so that lines run below them and names above. */
  cards(ctx) {
    if (scene.narrow) this.rails(ctx);
    this.loud(ctx);
    for (const card of scene.cards) if (card.h) this.card(ctx, card);
    if (graph.scale > (graph.crowded ? 0.55 : 0.35)) {
      for (const id of graph.drawn) this.signs(ctx, id);
    }
  },

  /** On a phone: the rails, and each row's line from the rail. */
  rails(ctx) {
    ctx.lineWidth = 1.4;
    ctx.strokeStyle = paper.line;
    for (const rail of narrow.rails()) {
      this.trace(ctx, rail);
      ctx.stroke();
    }
    for (const id of graph.drawn) {
      const points = linePoints(id);
      if (!points.length) continue;
      ctx.globalAlpha = graph.isQuiet(id) ? 0.25 : 1;
      this.line(ctx, id, points, lineWidth(statements[id]));
      ctx.globalAlpha = 1;
    }
  },

  trace(ctx, points) {
    ctx.beginPath();
    points.forEach(({ x, y }, i) => (i ? ctx.lineTo(x, y) : ctx.moveTo(x, y)));
  },

  /** A line with its end, as vis-network would draw it. */
  line(ctx, id, points, width) {
    const statement = statements[id];
    this.trace(ctx, points);
    ctx.setLineDash(dashesOf(statement) || []);
    ctx.lineCap = statement.m === 'negated' ? 'round' : 'butt';
    ctx.lineWidth = width;
    ctx.strokeStyle = lineColor(statement);
    ctx.stroke();
    ctx.setLineDash([]);
    if (symmetric.has(statement.relation)) return;
    const tip = points[points.length - 1];
    const before = beforeTip(points);
    ctx.save();
    ctx.translate(tip.x, tip.y);
    ctx.rotate(Math.atan2(tip.y - before.y, tip.x - before.x));
    ctx.fillStyle = lineColor(statement);
    ctx.fill(new Path2D(ENDS[relationLook(statement).end || 'arrow']));
    ctx.restore();
  },

  card(ctx, card) {
    const color = shade(data.style.groups[card.group]);
    ctx.beginPath();
    ctx.roundRect(card.x, card.y, card.w, card.h, 9);
    ctx.fillStyle = paper.card;
    ctx.fill();
    ctx.strokeStyle = faded(color, 0.38);
    ctx.lineWidth = 1;
    ctx.stroke();
    this.inText(ctx, card, cardTitle(card), 'title', card.y + 18, color, titleZoom());
    for (const line of card.shown) {
      if (line.node === undefined) this.subheading(ctx, card, line);
    }
  },

  subheading(ctx, card, line) {
    const look = data.style.relations[line.relation];
    const negated = line.modality === 'negated';
    const color = negated ? paper.ink : look?.light ? shade(look) : paper.soft;
    const text = shortened(headingWords(card, line), 'sub', card.w - 26);
    this.inText(ctx, card, text, 'sub', card.y + line.y + 12, color);
  },

  /** A text on the side of the card where its names are. */
  inText(ctx, card, text, role, y, color, larger = 1) {
    if (this.tooSmall(role, larger)) return;
    ctx.font = font(role, larger);
    ctx.fillStyle = color;
    ctx.textBaseline = 'middle';
    ctx.textAlign = card.side > 0 ? 'left' : 'right';
    ctx.fillText(text, card.side > 0 ? card.x + 15 : card.x + card.w - 15, y);
  },

  /** Text that no one could read is not worth the time. */
  tooSmall: (role, larger = 1) => graph.scale * larger * fontSize(role) < 4.5,

  /** A concept; called by vis-network. */
  node(ctx, node) {
    const place = scene.places.get(node);
    if (!place) return;
    ctx.globalAlpha = graph.isDim(node) ? 0.28 : 1;
    if (place.role === 'row') this.row(ctx, node, place);
    else this.box(ctx, node, place);
    ctx.globalAlpha = 1;
  },

  row(ctx, node, place) {
    const box = nodeBox(node);
    const strong = graph.isStrong(node);
    if (strong) {
      ctx.beginPath();
      ctx.roundRect(box.x + (place.side > 0 ? 3 : 6), box.y, box.w - 12, ROW, 6);
      ctx.fillStyle = faded(paper.accent, 0.16);
      ctx.fill();
    }
    drawMark(ctx, concepts[node].kind, place.x, place.y, kindColor(node), paper.page);
    if (this.tooSmall('row')) return;
    const more = graph.statementsAt(node) - 1;
    const sign = rowSign(node);
    const label = shortened(concepts[node].label, 'row', rowRoom(node));
    ctx.font = font(strong ? 'rowStrong' : 'row');
    ctx.textBaseline = 'middle';
    ctx.textAlign = place.side > 0 ? 'left' : 'right';
    ctx.fillStyle = paper.ink;
    ctx.fillText(label, place.x + (15 + signRoom(sign)) * place.side, place.y + 0.5);
    if (sign.text) {
      ctx.fillStyle = signColor(sign.sign);
      ctx.fillText(sign.text, place.x + 15 * place.side, place.y + 0.5);
    }
    if (more > 0) {
      ctx.font = font('sub');
      ctx.fillStyle = paper.soft;
      ctx.fillText(`+${more}`, place.x + (22 + signRoom(sign) + textWidth(label, strong ? 'rowStrong' : 'row')) * place.side, place.y + 0.5);
    }
  },

  /** A main substance, filled; a shared concept, outlined with its mark. */
  box(ctx, node, place) {
    const box = nodeBox(node);
    const hub = place.role === 'hub';
    const color = kindColor(node);
    ctx.beginPath();
    ctx.roundRect(box.x, box.y, box.w, box.h, box.h / 2);
    this.cover(ctx);
    ctx.fillStyle = hub ? color : paper.card;
    ctx.fill();
    ctx.lineWidth = graph.isStrong(node) ? 3 : 1.3;
    ctx.strokeStyle = hub ? faded(color, 0.4) : color;
    if (hub && graph.isStrong(node)) ctx.strokeStyle = paper.ink;
    ctx.stroke();
    if (hub && scene.hiddenAt(node).length) this.more(ctx, node, place, box);
    ctx.font = font(place.role, hub ? hubZoom() : 1);
    ctx.textBaseline = 'middle';
    ctx.textAlign = hub ? 'center' : 'left';
    ctx.fillStyle = hub ? paper.page : paper.ink;
    if (!hub) drawMark(ctx, concepts[node].kind, box.x + 16, place.y, color, paper.card);
    if (!this.tooSmall(place.role)) ctx.fillText(shortNodeLabel(node, place.role), hub ? place.x : box.x + 28, place.y + 1);
  },

  /** Keep lines from showing through what is dim. */
  cover(ctx) {
    const alpha = ctx.globalAlpha;
    ctx.globalAlpha = 1;
    ctx.fillStyle = paper.page;
    ctx.fill();
    ctx.globalAlpha = alpha;
  },

  /** How much is folded away behind a substance. */
  more(ctx, node, place, box) {
    if (this.tooSmall('sub')) return;
    const side = place.side < 0 ? -1 : 1;
    ctx.font = font('tag');
    ctx.fillStyle = paper.soft;
    ctx.textBaseline = 'middle';
    ctx.textAlign = side > 0 ? 'left' : 'right';
    ctx.fillText(`+${scene.hiddenAt(node).length}`, side > 0 ? box.x + box.w + 8 : box.x - 8, place.y);
  },

  /** What is pointed at or chosen: over the other lines, below cards and names. */
  loud(ctx) {
    for (const id of graph.loudLines()) {
      const points = scene.narrow ? narrow.way(id) : linePoints(id);
      if (points.length) this.line(ctx, id, points, lineWidth(statements[id]) + 1.4);
    }
  },

  /** Over everything: the signs and words of what is pointed at. */
  over(ctx) {
    for (const id of graph.loudLines()) this.signs(ctx, id);
    for (const word of lineWords()) this.word(ctx, word);
  },

  /** The signs of a line: of its relation or denial before its tip, of what is derived in its middle. */
  signs(ctx, id) {
    for (const { sign, at } of signsOn(id)) {
      ctx.globalAlpha = graph.isQuiet(id) ? 0.2 : 1;
      drawSign(ctx, statements[id], at, paper.page, sign);
      ctx.globalAlpha = 1;
    }
  },

  /** The words of a line, on it. */
  word(ctx, { text, color, x, y, w }) {
    ctx.beginPath();
    ctx.roundRect(x - w / 2, y - 10, w, 20, 10);
    ctx.fillStyle = paper.page;
    ctx.fill();
    ctx.lineWidth = 1.2;
    ctx.strokeStyle = color;
    ctx.stroke();
    ctx.font = font('tag');
    ctx.textAlign = 'center';
    ctx.textBaseline = 'middle';
    ctx.fillStyle = color;
    ctx.fillText(text, x, y + 0.5);
  },
};
