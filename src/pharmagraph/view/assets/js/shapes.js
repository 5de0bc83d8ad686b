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

const DASHES = { asserted: false, possible: [7, 5], negated: [1, 5] };

/** A sample of a line, for legend and panel. */
function lineSvg(modality, color = 'currentColor') {
  const svg = svgEl('svg', { viewBox: '0 0 34 14', width: 34, height: 14, 'aria-hidden': 'true' },
    svgEl('path', { d: 'M2 7H32', stroke: color, 'stroke-width': 2.2, 'stroke-linecap': 'round',
      'stroke-dasharray': (DASHES[modality] || []).join(' ') || 'none' }));
  if (modality === 'negated') {
    svg.append(svgEl('circle', { cx: 17, cy: 7, r: 5, fill: 'var(--page)', stroke: color, 'stroke-width': 1.8 }),
      svgEl('path', { d: 'M13.6 10.4 20.4 3.6', stroke: color, 'stroke-width': 1.8 }));
  }
  return svg;
}
