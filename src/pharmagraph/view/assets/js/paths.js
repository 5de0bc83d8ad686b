'use strict';
// The way from one concept to another. Negated statements are no way: what does not act does not link.

/**
 * All shortest paths, up to some.
 * @param {number} from @param {number} to
 * @returns {number[][]} lists of statement ids
 */
function shortestPaths(from, to, most = 5) {
  const steps = new Map([[from, []]]);
  let border = [from];
  while (border.length && !steps.has(to)) {
    const next = new Map();
    for (const node of border) {
      for (const id of near[node]) {
        const end = otherEnd(statements[id], node);
        if (statements[id].m === 'negated' || steps.has(end) || !filter.passes(statements[id])) continue;
        if (!next.has(end)) next.set(end, []);
        next.get(end).push(id);
      }
    }
    for (const [node, ids] of next) steps.set(node, ids);
    border = [...next.keys()];
  }
  return steps.has(to) ? walkBack(steps, from, to, most) : [];
}

function walkBack(steps, from, to, most) {
  let paths = [{ at: to, ids: [] }];
  while (paths[0].at !== from) {
    paths = paths.flatMap(({ at, ids }) => steps.get(at).map((id) => ({ at: otherEnd(statements[id], at), ids: [id, ...ids] }))).slice(0, most * 4);
  }
  return paths.slice(0, most).map((path) => path.ids);
}

/** The concepts along a path. */
function alongPath(from, ids) {
  const nodes = [from];
  for (const id of ids) nodes.push(otherEnd(statements[id], nodes[nodes.length - 1]));
  return nodes;
}

/** Open the path finder. @param {number} [from] @param {number} [to] */
function openPath(from, to) {
  const ends = { from, to };
  const search = () => { if (ends.from !== undefined && ends.to !== undefined) go(pathHash(ends.from, ends.to)); };
  const field = (end, label) => {
    const { box, input } = combobox({ id: `path-${end}`, label, hint: label, pick: (index) => { ends[end] = index; if (ends.to === undefined || ends.from === undefined) byId(end === 'from' ? 'path-to' : 'path-from').focus(); search(); } });
    if (ends[end] !== undefined) input.value = concepts[ends[end]].label;
    return box;
  };
  panel.open('Path between two concepts', el('p', { class: 'note', text: 'The shortest ways over affirmed and hedged statements that pass the filter. Negated statements do not count'
    + (derivedInAll ? `; derived ones ${filter.showsDerived ? 'do, and are marked' : 'only while they are shown'}.` : '.') }),
    el('div', { class: 'path-form' }, field('from', 'From'), field('to', 'To')), el('div', { id: 'path-result' }));
  if (to === undefined) byId(from === undefined ? 'path-from' : 'path-to').focus();
}

/** Show the paths between two concepts. */
function showPath(from, to) {
  openPath(from, to);
  const paths = shortestPaths(from, to);
  const result = byId('path-result');
  if (from === to || !paths.length) {
    const text = from === to ? 'Choose two different concepts.' : `No path found ${filter.active ? 'among what the filter leaves' : 'in this graph'} — ${NOT_SAFE}`;
    const denied = from === to ? [] : near[from].filter((id) => otherEnd(statements[id], from) === to && filter.passes(statements[id]));
    result.append(el('p', { class: 'nothing', text }), ...(denied.length ? [part('What is denied', listOf(denied.map((id) => statementButton(id))))] : []));
    announce(text);
    return { nodes: [from, to], lines: [] };
  }
  paths.forEach((ids, place) => result.append(part(paths.length > 1 ? `Path ${place + 1}` : 'Path',
    el('ol', { class: 'path' }, ...ids.map((id) => el('li', {}, statementButton(id)))))));
  announce(`${plural(paths.length, 'path')} of ${plural(paths[0].length, 'step')}`);
  return { nodes: [...new Set(paths.flatMap((ids) => alongPath(from, ids)))], lines: [...new Set(paths.flat())] };
}
