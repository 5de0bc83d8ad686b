'use strict';
// The shapes of the classes, as SVG paths: one source for canvas, legend, panel and the SVG export.

/** Corners on a circle. */
function polygon(corners, radius, turn) {
  const points = Array.from({ length: corners }, (_, i) => {
    const angle = turn + (2 * Math.PI * i) / corners;
    return `${(radius * Math.cos(angle)).toFixed(2)} ${(radius * Math.sin(angle)).toFixed(2)}`;
  });
  return `M${points.join('L')}Z`;
}

function starPath() {
  const points = Array.from({ length: 10 }, (_, i) => {
    const radius = i % 2 ? 3.2 : 7.2;
    const angle = -Math.PI / 2 + (Math.PI * i) / 5;
    return `${(radius * Math.cos(angle)).toFixed(2)} ${(radius * Math.sin(angle)).toFixed(2)}`;
  });
  return `M${points.join('L')}Z`;
}

/** Each about 12 pixels wide, round the origin. */
const SHAPES = {
  dot: 'M-5.6 0A5.6 5.6 0 1 0 5.6 0A5.6 5.6 0 1 0 -5.6 0Z',
  square: 'M-5 -5H5V5H-5Z',
  diamond: polygon(4, 7, 0),
  triangle: polygon(3, 6.8, -Math.PI / 2),
  triangleDown: polygon(3, 6.8, Math.PI / 2),
  hexagon: polygon(6, 6.3, 0),
  star: starPath(),
};
const PATHS = Object.fromEntries(Object.entries(SHAPES).map(([name, path]) => [name, new Path2D(path)]));

/** Draw the mark of a class on the canvas. */
function drawMark(ctx, kind, x, y, color, background, scale = 1) {
  const style = data.style.kinds[kind];
  ctx.save();
  ctx.translate(x, y);
  ctx.scale(scale, scale);
  ctx.lineWidth = 4;
  ctx.lineJoin = 'round';
  ctx.strokeStyle = background;
  ctx.stroke(PATHS[style.shape]);
  ctx.fillStyle = style.hollow ? background : color;
  ctx.fill(PATHS[style.shape]);
  ctx.lineWidth = style.hollow ? 2.2 : 1;
  ctx.strokeStyle = color;
  ctx.stroke(PATHS[style.shape]);
  ctx.restore();
}

/** The mark of a class as an SVG element. */
function markSvg(kind) {
  const style = data.style.kinds[kind];
  const color = shade(style);
  return svgEl('svg', { viewBox: '-9 -9 18 18', width: 16, height: 16, 'aria-hidden': 'true' },
    svgEl('path', { d: SHAPES[style.shape], fill: style.hollow ? 'none' : color, stroke: color, 'stroke-width': style.hollow ? 2.2 : 1 }));
}

/** Ends of lines, with the tip at the origin. */
const ENDS = { arrow: 'M0 0L-7 3L-5.5 0L-7 -3Z', bar: 'M0 -4H-1.8V4H0Z', box: 'M0 -3.5H-7V3.5H0Z' };

/** Signs that a line bears: what is denied is crossed out, a contraindication is a cross, a caution a triangle, and
 * what is derived has the three dots of "therefore". */
const SIGNS = {
  '⊘': { ground: 'M-5.4 0A5.4 5.4 0 1 0 5.4 0A5.4 5.4 0 1 0 -5.4 0Z', lines: 'M-3.6 3.6L3.6 -3.6' },
  '✕': { ground: 'M-6 0A6 6 0 1 0 6 0A6 6 0 1 0 -6 0Z', lines: 'M-2.6 -2.6L2.6 2.6M-2.6 2.6L2.6 -2.6' },
  '∴': { ground: 'M-6 0A6 6 0 1 0 6 0A6 6 0 1 0 -6 0Z', lines: 'M0 -2.6V-2.5M-2.6 2V2.1M2.6 2V2.1' },
  '⚠': { ground: 'M0 -6.4L6.6 5.2H-6.6Z', lines: 'M0 -2.6V1.4M0 3V3.6' },
};

/** Signs are filled for what is asserted, and open for what is possible or denied. */
const isFull = (statement) => statement.m === 'asserted';

const DASHES = { asserted: false, possible: [7, 5], negated: [1, 5], derived: [11, 4, 2, 4], derivedPossible: [6, 4, 2, 4, 2, 4] };
/** How a statement is drawn: by its modality; what is derived is drawn as nothing else is. */
const lineKind = (statement) => (!isDerived(statement) || statement.m === 'negated' ? statement.m : statement.m === 'possible' ? 'derivedPossible' : 'derived');
const dashesOf = (statement) => DASHES[lineKind(statement)];
const dashText = (kind) => (DASHES[kind] || []).join(' ') || 'none';

/** A sample of a line, for legend and panel. @param {string} modality a key of DASHES */
function lineSvg(modality, color = 'currentColor') {
  const svg = svgEl('svg', { viewBox: '0 0 34 14', width: 34, height: 14, 'aria-hidden': 'true' },
    svgEl('path', { d: 'M2 7H32', stroke: color, 'stroke-width': 2.2, 'stroke-linecap': 'round',
      'stroke-dasharray': dashText(modality) }));
  const sign = { negated: '⊘', derived: '∴', derivedPossible: '∴' }[modality];
  if (sign) svg.append(...signSvg(sign, 17, 7, { color, ground: 'var(--card)', full: false }));
  return svg;
}

/** A sign as SVG elements. @param {string} sign a key of SIGNS */
function signSvg(sign, x, y, { color, ground, full }) {
  const place = `translate(${x} ${y})`;
  const [fill, stroke] = full ? [color, ground] : [ground, color];
  return [svgEl('path', { d: SIGNS[sign].ground, transform: place, fill, stroke, 'stroke-width': 1.5 }),
    svgEl('path', { d: SIGNS[sign].lines, transform: place, fill: 'none', stroke, 'stroke-width': 1.7, 'stroke-linecap': 'round' })];
}

/** The same on the canvas, for a statement's line. */
function drawSign(ctx, statement, { x, y }, ground, sign = lineSign(statement)) {
  const { ground: shape, lines } = SIGNS[sign];
  const color = lineColor(statement);
  ctx.save();
  ctx.translate(x, y);
  [ctx.fillStyle, ctx.strokeStyle] = isFull(statement) && sign !== '∴' ? [color, ground] : [ground, color];
  ctx.lineWidth = 1.5;
  ctx.fill(new Path2D(shape));
  ctx.stroke(new Path2D(shape));
  ctx.lineWidth = 1.7;
  ctx.lineCap = 'round';
  ctx.stroke(new Path2D(lines));
  ctx.restore();
}

/** The sign of a relation by itself, for legend and help. */
function warningSvg(relation) {
  const { sign } = data.style.relations[relation];
  return svgEl('svg', { viewBox: '-8 -8 16 16', width: 17, height: 17, 'aria-hidden': 'true' },
    ...signSvg(sign, 0, 0, { color: signColor(sign), ground: 'var(--card)', full: true }));
}
