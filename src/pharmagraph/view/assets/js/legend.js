'use strict';
// The legend, which filters on a click, and the drawer with all filters.

/** Values of a facet with the number of statements of each, in the order of first mention or of the style. */
function facetValues(facet) {
  const counts = new Map();
  for (const statement of statements) {
    for (const value of new Set(filter.values(facet, statement))) counts.set(value, (counts.get(value) || 0) + 1);
  }
  const order = { kind: Object.keys(data.style.kinds), group: Object.keys(data.style.groups), modality: Object.keys(MODALITY), origin: Object.keys(ORIGINS) }[facet];
  const names = order ? order.filter((value) => counts.has(value)) : [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a) || (a < b ? -1 : 1));
  return names.map((value) => [value, counts.get(value)]);
}

const FACET_TITLES = { group: 'Group', relation: 'Relation', kind: 'Class', modality: 'How it is stated', origin: 'Stated or derived',
  rule: 'Rule of derivation', section: 'Section', source: 'Monograph' };
const ORIGINS = { stated: 'stated by a text', derived: '∴ derived by a rule' };

function valueName(facet, value) {
  if (facet === 'kind') return data.style.kinds[value].label;
  if (facet === 'group') return data.style.groups[value].label;
  if (facet === 'modality') return MODALITY_SHORT[value];
  if (facet === 'origin') return ORIGINS[value];
  if (facet === 'rule') return data.rules.find((rule) => rule.name === value).title || value || '(not named)';
  if (facet === 'relation') return relations.find((relation) => relation.name === value).label;
  return value || '(none)';
}

/** A chip of the legend. */
function chip(facet, value, sample) {
  return el('button', { type: 'button', class: 'chip', 'data-facet': facet, 'data-value': value, 'aria-pressed': 'true',
    title: 'Click to hide or show; double-click for this one only',
    onclick: () => filter.set(facet, value, filter.off[facet].has(value)),
    ondblclick: () => filter.only(facet, value, facetValues(facet).map(([name]) => name)) },
  sample, valueName(facet, value));
}

/** The chip of what is derived, which says how much there is: at first it is not on the page. */
function derivedChip() {
  const button = chip('origin', 'derived', lineSvg('derived'));
  button.lastChild.textContent = `derived (${grouped(derivedInAll)})`;
  return button;
}

function buildLegend() {
  const kinds = facetValues('kind').map(([value]) => chip('kind', value, markSvg(value)));
  const groups = facetValues('group').map(([value]) => chip('group', value, lineSvg('asserted', shade(data.style.groups[value]))));
  const warnings = facetValues('relation').filter(([value]) => data.style.relations[value]?.sign).map(([value]) => chip('relation', value, warningSvg(value)));
  const modalities = facetValues('modality').map(([value]) => chip('modality', value, lineSvg(value)));
  if (derivedInAll) modalities.push(derivedChip());
  byId('legend').replaceChildren(
    el('div', { class: 'chips', role: 'group', 'aria-label': 'Classes' }, ...kinds),
    // Where all lines end in cards, the cards name the groups.
    ...(data.layout.shared.length ? [el('div', { class: 'chips', role: 'group', 'aria-label': 'Groups of relations' }, ...groups)] : []),
    el('div', { class: 'key' }, el('div', { class: 'chips', role: 'group', 'aria-label': 'How it is stated' }, ...modalities),
      warnings.length ? el('div', { class: 'chips', role: 'group', 'aria-label': 'Warnings' }, ...warnings) : null));
  markChips();
}

/** Show in legend and drawer what is off. */
function markChips() {
  for (const button of document.querySelectorAll('.chip')) {
    button.setAttribute('aria-pressed', String(!filter.off[button.dataset.facet].has(button.dataset.value)));
  }
  for (const box of document.querySelectorAll('.drawer input[type=checkbox]')) {
    box.checked = !filter.off[box.dataset.facet].has(box.dataset.value);
  }
  const badge = byId('filter-badge');
  badge.textContent = String(filter.active);
  badge.hidden = !filter.active;
  byId('open-filter').setAttribute('aria-label', filter.active ? `Filter, ${filter.active} active` : 'Filter');
}

function facetBox(facet) {
  const values = facetValues(facet);
  if (values.length < 2) return null;
  return el('details', { open: ['relation', 'modality', 'origin'].includes(facet) }, el('summary', { text: FACET_TITLES[facet] }),
    ...values.map(([value, count]) => el('label', {},
      el('input', { type: 'checkbox', 'data-facet': facet, 'data-value': value, checked: !filter.off[facet].has(value),
        onchange: (event) => filter.set(facet, value, event.target.checked) }),
      el('span', { text: valueName(facet, value) }), el('small', { text: String(count) }))));
}

function buildDrawer() {
  const most = statements.reduce((max, statement) => Math.max(max, statement.n), 1);
  const support = el('input', { type: 'range', id: 'support', min: 1, max: Math.max(2, most), value: filter.support, step: 1,
    oninput: (event) => {
      filter.support = Number(event.target.value);
      filter.changed();
      byId('support-value').textContent = `at least ${event.target.value}`;
    } });
  byId('drawer').replaceChildren(
    el('div', { class: 'panel-head' }, el('h2', { text: 'Filters' }),
      el('button', { type: 'button', class: 'close', 'aria-label': 'Close filters', onclick: () => toggleDrawer(false) }, '×')),
    el('div', { class: 'panel-body' },
      el('div', { class: 'actions' }, el('button', { type: 'button', id: 'reset', onclick: () => { filter.reset(); buildDrawer(); byId('reset').focus(); } }, 'Reset filters')),
      el('label', { class: 'range', for: 'support' }, 'Independent passages: ', el('span', { id: 'support-value', text: `at least ${filter.support}` })), support,
      ...FACETS.map(facetBox)));
}

function toggleDrawer(open = byId('drawer').hidden) {
  byId('drawer').hidden = !open;
  byId('open-filter').setAttribute('aria-expanded', String(open));
  if (open) {
    buildDrawer();
    byId('drawer').querySelector('button').focus();
  } else byId('open-filter').focus();
}
