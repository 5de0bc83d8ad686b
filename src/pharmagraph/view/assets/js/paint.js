'use strict';
// What is drawn besides vis-network's lines: cards, marks, names, signs. vis-network calls in here.

const BACKDROP = 'cards';

const paint = {
  /** The part of a card that is visible: its lines, without subheadings that have no rows left. */
  linesOf(card) {
    const lines = [];
    for (let i = card.lines.length - 1; i >= 0; i -= 1) {
      const line = card.lines[i];
      if (line.node !== undefined ? graph.visible.has(line.node) : lines.length && lines[lines.length - 1].node !== undefined) {
        lines.push(line);
      }
    }
    return lines.reverse();
  },

  /** All cards; drawn as the first node, so that lines run below them. */
  cards(ctx) {
    if (scene.narrow && scene.cards.length) {
      // The cards stand close below one another there; lines in the gaps between them would say nothing.
      const { x, y, w, h } = around(scene.cards);
      ctx.fillStyle = paper.page;
      ctx.fillRect(x, y + 9, w, h - 18);
    }
    for (const card of scene.cards) {
      const lines = this.linesOf(card);
      if (lines.length) this.card(ctx, card, lines);
    }
  },

  card(ctx, card, lines) {
    const color = shade(data.style.groups[card.group]);
    ctx.beginPath();
    ctx.roundRect(card.x, card.y, card.w, card.h, 9);
    ctx.fillStyle = paper.card;
    ctx.fill();
    ctx.strokeStyle = faded(color, 0.38);
    ctx.lineWidth = 1;
    ctx.stroke();
    this.inText(ctx, card, card.title, 'title', card.y + 18, color);
    for (const line of lines) {
      if (line.node === undefined) this.subheading(ctx, card, line);
    }
  },

  subheading(ctx, card, line) {
    const look = data.style.relations[line.relation];
    const negated = line.modality === 'negated';
    const color = negated ? paper.ink : look?.light ? shade(look) : paper.soft;
    const text = shortened(signOf(line.relation, line.modality) + line.text, 'sub', card.w - 26);
    this.inText(ctx, card, text, 'sub', card.y + line.y + 12, color);
  },

  /** A text on the side of the card where its names are. */
  inText(ctx, card, text, role, y, color) {
    if (this.tooSmall(role)) return;
    ctx.font = font(role);
    ctx.fillStyle = color;
    ctx.textBaseline = 'middle';
    ctx.textAlign = card.side > 0 ? 'left' : 'right';
    ctx.fillText(text, card.side > 0 ? card.x + 15 : card.x + card.w - 15, y);
  },

  /** Text that no one could read is not worth the time. */
  tooSmall: (role) => graph.scale * parseFloat(FONTS[role].match(/[\d.]+px/)[0]) < 4.5,

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
    const label = shortened((graph.onlyNegated(node) ? '⊘ ' : '') + concepts[node].label, 'row', place.width - (more > 0 ? 44 : 22));
    ctx.font = font(strong ? 'rowStrong' : 'row');
    ctx.textBaseline = 'middle';
    ctx.textAlign = place.side > 0 ? 'left' : 'right';
    ctx.fillStyle = paper.ink;
    ctx.fillText(label, place.x + 15 * place.side, place.y + 0.5, place.width - (more > 0 ? 44 : 22));
    if (more > 0) {
      ctx.font = font('sub');
      ctx.fillStyle = paper.soft;
      ctx.fillText(`+${more}`, place.x + (22 + textWidth(label, strong ? 'rowStrong' : 'row')) * place.side, place.y + 0.5);
    }
  },

  /** A main substance, filled; a shared concept, outlined with its mark. */
  box(ctx, node, place) {
    const box = nodeBox(node);
    const hub = place.role === 'hub';
    const color = kindColor(node);
    ctx.beginPath();
    ctx.roundRect(box.x, box.y, box.w, box.h, box.h / 2);
    ctx.fillStyle = hub ? color : paper.card;
    ctx.fill();
    ctx.lineWidth = graph.isStrong(node) ? 3 : 1.3;
    ctx.strokeStyle = hub ? faded(color, 0.4) : color;
    if (hub && graph.isStrong(node)) ctx.strokeStyle = paper.ink;
    ctx.stroke();
    if (hub && scene.hiddenAt(node).length) this.more(ctx, node, place, box);
    ctx.font = font(place.role);
    ctx.textBaseline = 'middle';
    ctx.textAlign = hub ? 'center' : 'left';
    ctx.fillStyle = hub ? paper.page : paper.ink;
    if (!hub) drawMark(ctx, concepts[node].kind, box.x + 16, place.y, color, paper.card);
    if (!this.tooSmall(place.role)) ctx.fillText(shortNodeLabel(node, place.role), hub ? place.x : box.x + 28, place.y + 1);
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

  /** Over everything: the sign on negated lines, and what is pointed at. */
  over(ctx) {
    const loud = graph.loudLines();
    if (!graph.crowded) {
      for (const id of graph.drawn) if (statements[id].m === 'negated' && !loud.includes(id)) this.notSign(ctx, id);
    }
    for (const id of loud) this.loudLine(ctx, id);
    if (loud.length <= 14) for (const [place, id] of loud.entries()) this.tag(ctx, id, place);
  },

  notSign(ctx, id) {
    const points = linePoints(id);
    const end = points[points.length - 1];
    const at = points.findLast((point) => Math.hypot(point.x - end.x, point.y - end.y) > 13);
    if (!at) return;
    ctx.globalAlpha = graph.isQuiet(id) ? 0.2 : 1;
    ctx.beginPath();
    ctx.arc(at.x, at.y, 5, 0, 2 * Math.PI);
    ctx.fillStyle = paper.page;
    ctx.fill();
    ctx.moveTo(at.x - 3.5, at.y + 3.5);
    ctx.lineTo(at.x + 3.5, at.y - 3.5);
    ctx.lineWidth = 1.6;
    ctx.strokeStyle = lineColor(statements[id]);
    ctx.stroke();
    ctx.globalAlpha = 1;
  },

  loudLine(ctx, id) {
    const points = linePoints(id);
    if (!points.length) return;
    ctx.beginPath();
    points.forEach(({ x, y }, i) => (i ? ctx.lineTo(x, y) : ctx.moveTo(x, y)));
    ctx.setLineDash(DASHES[statements[id].m] || []);
    ctx.lineCap = 'round';
    ctx.lineWidth = lineWidth(statements[id]) + 1.4;
    ctx.strokeStyle = lineColor(statements[id]);
    ctx.stroke();
    ctx.setLineDash([]);
  },

  /** The words of a line, on it. */
  tag(ctx, id, place) {
    const points = linePoints(id);
    const at = points[Math.round((points.length - 1) * (0.5 + 0.14 * ((place % 3) - 1)))];
    if (!at) return;
    const statement = statements[id];
    const text = signOf(statement.relation, statement.m) + relationWords(statement);
    const width = textWidth(text, 'tag') + 16;
    ctx.beginPath();
    ctx.roundRect(at.x - width / 2, at.y - 10, width, 20, 10);
    ctx.fillStyle = paper.page;
    ctx.fill();
    ctx.lineWidth = 1.2;
    ctx.strokeStyle = lineColor(statement);
    ctx.stroke();
    ctx.font = font('tag');
    ctx.textAlign = 'center';
    ctx.textBaseline = 'middle';
    ctx.fillStyle = lineColor(statement);
    ctx.fillText(text, at.x, at.y + 0.5);
  },
};
