'use strict';
// Which statements are wanted. The graph, the table and the exports all ask here.

const FACETS = ['group', 'relation', 'kind', 'modality', 'origin', 'rule', 'section', 'source'];
/** The page opens on what is stated; what is derived comes on a click of the legend. */
const OPENING = opensOnStated && derivedInAll ? ['derived'] : [];

/** Number of independent passages; of what is derived, of the weakest statement that it follows from. */
const supportOf = (statement) => restsOn(statement).reduce((least, { n }) => Math.min(least, n), isDerived(statement) && !statement.d.from.length ? 0 : Infinity);

/** Whether a derived statement lies on a line that is drawn: it joins the two concepts that what it follows from joins. */
const isEcho = (statement) => isDerived(statement) && restsOn(statement).some((source) =>
  [source.s, source.o].includes(statement.s) && [source.s, source.o].includes(statement.o) && filter.passes(source));

/** The classes by which a statement is filtered. A main substance is not counted, or all that is said of it would go with its class. */
function kindsOf({ s, o }) {
  const others = [s, o].filter((end) => !mains.has(end));
  return (others.length ? others : [s, o]).map((end) => concepts[end].kind);
}

const filter = {
  /** Values that are switched off, by facet. @type {Object<string, Set<string>>} */
  off: Object.fromEntries(FACETS.map((facet) => [facet, new Set(facet === 'origin' ? OPENING : [])])),
  support: 1,
  listeners: [],

  /** The values of a statement in a facet. */
  values(facet, statement) {
    if (facet === 'kind') return kindsOf(statement);
    if (facet === 'modality') return [statement.m];
    if (facet === 'origin') return [isDerived(statement) ? 'derived' : 'stated'];
    if (facet === 'rule') return isDerived(statement) ? [data.rules[statement.d.r].name] : [];
    if (facet === 'group') return [statement.group];
    if (facet === 'relation') return [statement.relation];
    return restsOn(statement).flatMap((source) => source.e.map((piece) => passages[piece.p][facet]));
  },

  /** Whether a statement is wanted. */
  passes(statement) {
    if (this.support > 1 && supportOf(statement) < this.support) return false;
    if (statement.b && !this.showsDerived) return false;
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

  /** As at opening. */
  reset() {
    for (const facet of FACETS) this.off[facet] = new Set(facet === 'origin' ? OPENING : []);
    this.support = 1;
    this.changed();
  },

  /** Whether what is derived is shown. */
  get showsDerived() {
    return !this.off.origin.has('derived');
  },

  /** How many facets are narrowed, other than at opening. */
  get active() {
    const narrowed = (facet) => [...this.off[facet]].some((value) => facet !== 'origin' || !OPENING.includes(value));
    return FACETS.filter(narrowed).length + (this.support > 1 ? 1 : 0);
  },

  /** The statements that the filter has taken away; what is derived is not missed where it is not shown. */
  get gone() {
    return statements.filter((statement) => !this.passes(statement) && (this.showsDerived || !isBehind(statement)));
  },

  changed() {
    this.listeners.forEach((listener) => listener());
  },
};
