'use strict';
// Finding a concept by any of its names or identifiers: a combobox, used by the search and by the path finder.

/** Fold case, accents, hyphens. */
const folded = (text) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/[\s\-‐-―_]+/g, ' ').trim();

const NO_SUCH_NAME = `No such name in this graph — ${NOT_SAFE}`;
let searchIndex = null;

/** Every name of every concept, folded once, at the first search. */
function namesOfAll() {
  searchIndex = searchIndex || concepts.map((concept, index) =>
    [concept.label, ...(concept.names || []), ...(concept.xrefs || []), conceptNames.names[index]].map((name) => [name, folded(name)]));
  return searchIndex;
}

/** How well a name fits: 0 is the same, higher is worse. */
function fit(name, wanted) {
  if (name === wanted) return 0;
  if (name.startsWith(wanted)) return 1;
  if (name.includes(` ${wanted}`) || name.includes(`:${wanted}`)) return 2;
  return name.includes(wanted) ? 3 : Infinity;
}

/**
 * Find concepts.
 * @param {string} text
 * @returns {{index: number, by: string}[]} best first, with the name that was found
 */
function findConcepts(text, most = 12) {
  const wanted = folded(text);
  if (!wanted) return [];
  const found = [];
  namesOfAll().forEach((names, index) => {
    let best = { rank: Infinity };
    names.forEach(([name, plain], place) => {
      const rank = fit(plain, wanted) + (place ? 0.5 : 0);
      if (rank < best.rank) best = { rank, by: place ? name : '' };
    });
    if (best.rank < Infinity) found.push({ index, ...best, weight: near[index].length });
  });
  found.sort((a, b) => a.rank - b.rank || b.weight - a.weight || a.index - b.index);
  return found.slice(0, most);
}

/**
 * A text field with completion.
 * @param {{id: string, label: string, hint: string, pick: function(number): void}} options
 */
function combobox({ id, label, hint, pick }) {
  const input = el('input', { id, type: 'search', role: 'combobox', autocomplete: 'off', spellcheck: 'false', placeholder: hint,
    'aria-label': label, 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': `${id}-list` });
  const list = el('ul', { id: `${id}-list`, role: 'listbox', 'aria-label': `${label}: suggestions`, hidden: true });
  let found = [];
  let active = -1;
  const close = () => {
    list.hidden = true;
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
  };
  const choose = (place) => {
    if (!found[place]) return;
    input.value = concepts[found[place].index].label;
    close();
    pick(found[place].index);
  };
  const move = (step) => {
    active = (active + step + found.length) % found.length;
    [...list.children].forEach((option, place) => option.setAttribute('aria-selected', String(place === active)));
    input.setAttribute('aria-activedescendant', `${id}-${active}`);
    list.children[active].scrollIntoView({ block: 'nearest' });
  };
  const update = () => {
    found = findConcepts(input.value);
    active = -1;
    list.replaceChildren(...found.map(({ index, by }, place) =>
      el('li', { id: `${id}-${place}`, role: 'option', 'aria-selected': 'false', onmousedown: (event) => { event.preventDefault(); choose(place); } },
        markSvg(concepts[index].kind), el('span', { text: concepts[index].label }), by ? el('small', { text: by }) : null)));
    if (!found.length && input.value.trim()) list.append(el('li', { class: 'nothing', text: NO_SUCH_NAME }));
    list.hidden = !input.value.trim();
    input.setAttribute('aria-expanded', String(!list.hidden));
    if (!list.hidden) announce(found.length ? plural(found.length, 'suggestion') : NO_SUCH_NAME);
  };
  input.addEventListener('input', update);
  input.addEventListener('blur', close);
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') close();
    else if (event.key === 'Enter') choose(Math.max(active, 0));
    else if (found.length && !list.hidden && event.key === 'ArrowDown') move(1);
    else if (found.length && !list.hidden && event.key === 'ArrowUp') move(active < 0 ? 0 : -1);
    else return;
    if (event.key !== 'Escape') event.preventDefault();
    event.stopPropagation();
  });
  return { box: el('div', { class: 'combobox' }, input, list), input };
}
