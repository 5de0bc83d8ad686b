'use strict';
// The same statements as a table: sorted by any column, and the same filter.

const COLUMNS = {
  Subject: (statement) => concepts[statement.s].label,
  Statement: (statement) => relationWords(statement),
  Object: (statement) => concepts[statement.o].label,
  'How it is stated': modalityShort,
  Details: (statement) => statement.q.map(([name, value]) => `${name}: ${value}`).join(', '),
  Passages: (statement) => statement.n,
  Section: (statement) => placesOf(statement, 'section'),
  Monograph: (statement) => placesOf(statement, 'source'),
};
/** Sections or monographs of a statement; of what is derived, those of what it follows from. */
const placesOf = (statement, what) =>
  [...new Set(restsOn(statement).flatMap(({ e }) => e.map((piece) => passages[piece.p][what])).filter(Boolean))].join(', ');
const PAGE = 200;

const table = {
  sortedBy: 'Subject',
  descending: false,
  length: PAGE,

  /** The wanted statements in the order of the table. */
  rows() {
    const value = COLUMNS[this.sortedBy];
    const keyed = statements.filter((statement) => filter.passes(statement)).map((statement) => [value(statement), statement]);
    const order = new Intl.Collator('en', { numeric: true }).compare;
    keyed.sort(([a, s], [b, t]) => (typeof a === 'number' ? a - b : order(a, b)) * (this.descending ? -1 : 1) || s.id - t.id);
    return keyed.map(([, statement]) => statement);
  },

  sort(column) {
    this.descending = this.sortedBy === column && !this.descending;
    this.sortedBy = column;
    this.draw();
    [...byId('list').querySelectorAll('th button')].find((button) => button.textContent === column).focus();
    announce(`Sorted by ${column}, ${this.descending ? 'descending' : 'ascending'}`);
  },

  head() {
    return el('thead', {}, el('tr', {}, ...Object.keys(COLUMNS).map((column) =>
      el('th', { scope: 'col', 'aria-sort': this.sortedBy === column ? (this.descending ? 'descending' : 'ascending') : 'none' },
        el('button', { type: 'button', onclick: () => this.sort(column) }, column)))));
  },

  row(statement) {
    const cells = Object.entries(COLUMNS).map(([column, value]) => {
      const text = String(value(statement));
      if (column === 'Subject' || column === 'Object') return el('td', { 'data-label': column }, conceptButton(column === 'Subject' ? statement.s : statement.o));
      if (column !== 'Statement') return el('td', { 'data-label': column, text });
      const button = el('button', { type: 'button', class: wordsClass(statement), onclick: () => go(statementHash(statement.id)) },
        signOf(statement.relation, statement.m) + text);
      button.style.color = wordColor(statement);
      return el('td', { 'data-label': column }, button);
    });
    return el('tr', { class: isDerived(statement) ? 'derived' : statement.m, 'data-id': statement.id }, ...cells);
  },

  /** What is shown of how much; what is derived is never counted among what is stated. */
  caption(rows) {
    if (!rows.length) return nothingLeft(filter.gone.length);
    const derived = rows.filter(isDerived).length;
    const [stated, all] = [rows.length - derived, statements.length - derivedInAll];
    const more = !derivedInAll ? '' : filter.showsDerived ? `, and ${grouped(derived)} derived of ${grouped(derivedInAll)}` : `; ${tellDerived()}`;
    return `${plural(stated, 'statement')} of ${grouped(all)}${more}`;
  },

  /** All rows, for paper. */
  drawAll() {
    this.draw(Infinity);
  },

  draw(length = this.length) {
    if (byId('list').hidden) return;
    const rows = this.rows();
    const shown = rows.slice(0, length);
    byId('list').replaceChildren(
      el('table', {}, el('caption', { text: this.caption(rows) }),
        this.head(), el('tbody', {}, ...shown.map((statement) => this.row(statement)))),
      rows.length > shown.length ? el('button', { type: 'button', class: 'more', onclick: () => { this.length += 5 * PAGE; this.draw(); } },
        `Show more (${grouped(rows.length - shown.length)})`) : '');
  },
};
