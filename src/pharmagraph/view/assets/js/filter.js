'use strict';
// Which statements are wanted. The graph, the table and the exports all ask here.

const FACETS = ['group', 'relation', 'kind', 'modality', 'section', 'source'];

const filter = {
  /** Values that are switched off, by facet. @type {Object<string, Set<string>>} */
  off: Object.fromEntries(FACETS.map((facet) => [facet, new Set()])),
  support: 1,
  listeners: [],

  /** The values of a statement in a facet. */
  values(facet, statement) {
    if (facet === 'kind') return [concepts[statement.s].kind, concepts[statement.o].kind];
    if (facet === 'modality') return [statement.m];
    if (facet === 'group') return [statement.group];
    if (facet === 'relation') return [statement.relation];
    return statement.e.map((piece) => passages[piece.p][facet]);
  },

  /** Whether a statement is wanted. */
  passes(statement) {
    if (statement.n < this.support) return false;
    for (const facet of FACETS) {
      const off = this.off[facet];
      if (!off.size) continue;
      const values = this.values(facet, statement);
      // A class that is off takes away every statement that it has part in; a passage only if no other is left.
      const gone = facet === 'kind' ? values.some((value) => off.has(value))
        : values.length > 0 && values.every((value) => off.has(value));
      if (gone) return false;
    }
    return true;
  },

  /** Switch a value. @param {boolean} on */
  set(facet, value, on) {
    if (on) this.off[facet].delete(value);
    else this.off[facet].add(value);
    this.changed();
  },

  /** Show only this value of a facet, or all again if it is the only one. */
  only(facet, value, all) {
    const alone = all.every((other) => (other === value) !== this.off[facet].has(other));
    this.off[facet] = new Set(alone ? [] : all.filter((other) => other !== value));
    this.changed();
  },

  reset() {
    for (const facet of FACETS) this.off[facet].clear();
    this.support = 1;
    this.changed();
  },

  /** How many facets are narrowed. */
  get active() {
    return FACETS.filter((facet) => this.off[facet].size).length + (this.support > 1 ? 1 : 0);
  },

  changed() {
    this.listeners.forEach((listener) => listener());
  },
};
