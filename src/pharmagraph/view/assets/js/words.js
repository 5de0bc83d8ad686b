'use strict';
// The words on lines that are pointed at or chosen: for the canvas and for the SVG export.

/** Places beside a line for words of that width, the nearest first. */
const besides = (width) => [0, 24, -24, 48, -48, 72, -72].flatMap((y) => [width / 2 + 14, -width / 2 - 14].map((x) => ({ x, y })));

/**
 * Where on a line its words stand: as near to its middle as they cover no name; else beside it; where all is taken, below
 * the words of others.
 */
function tagPlace(id, width, tags) {
  const points = linePoints(id);
  if (!points.length) return undefined;
  const boxAt = ({ x, y }) => ({ x: x - width / 2, y: y - 11, w: width, h: 22 });
  const taken = [...covered(), ...tags];
  const at = { ...points[points.length >> 1] };
  const free = nearestFree(points, boxAt, taken)
    || besides(width).map(({ x, y }) => ({ x: at.x + x, y: at.y + y })).find((place) => isApart(boxAt(place), taken, 0, 0));
  if (free) return free;
  while (!isApart(boxAt(at), tags, 0, 0)) at.y += 6;
  return at;
}

/** The words to write on lines, with their places. @returns {{text: string, color: string, x: number, y: number, w: number}[]} */
function lineWords() {
  const loud = scene.narrow ? [] : graph.loudLines();
  // Where there are too many for words, those that could be read wrong without have them.
  const worded = loud.length <= 14 ? loud : loud.filter((id) => lineKind(statements[id]) !== 'asserted');
  const tags = [];
  return worded.flatMap((id) => {
    const statement = statements[id];
    const text = signOf(statement.relation, statement.m) + relationWords(statement);
    const w = textWidth(text, 'tag') + 16;
    const at = tagPlace(id, w, tags);
    if (!at) return [];
    tags.push({ x: at.x - w / 2, y: at.y - 11, w, h: 22 });
    return [{ text, color: lineColor(statement), x: at.x, y: at.y, w }];
  });
}
