// Results as a table. What a monograph says only ever goes in as text.

const SHOWN = 500; // rows at first

/** @param {string} tag @param {object} [props] @param {...(Node|string)} children */
export function el(tag, props = {}, ...children) {
  const node = Object.assign(document.createElement(tag), props);
  node.append(...children);
  return node;
}

/** The number of things, in words. @param {number} count @param {string} one */
export const plural = (count, one) => `${count.toLocaleString('en')} ${one}${count === 1 ? '' : 's'}`;

/**
 * How results are shown: IRIs of the graph lead to their pages here, a line to its sentence.
 * @param {{base: string, prefixes: Object<string,string>}} words
 */
export function shower(words) {
  const bases = Object.entries(words.prefixes).sort((one, other) => other[1].length - one[1].length);
  const short = (iri) => {
    const [prefix, base] = bases.find(([, start]) => iri.startsWith(start)) ?? [];
    return base ? `${prefix}:${iri.slice(base.length)}` : iri;
  };
  const linked = (iri) => {
    if (iri.startsWith(words.base)) return el('a', { href: `/${iri.slice(words.base.length)}`, textContent: short(iri) });
    if (/^https?:/.test(iri)) return el('a', { href: iri, rel: 'noreferrer', textContent: short(iri) });
    return iri;
  };
  /** The place of a sentence, of rows that have source and line. */
  const place = (row) => {
    const source = row.source?.value;
    const line = row.line?.value;
    if (!source || !/^\d+$/.test(line ?? '')) return null;
    const path = source.endsWith('.md') ? source.slice(0, -3) : `${source}/`;
    return `/monograph/${path.split('/').map(encodeURIComponent).join('/')}#L${line}`;
  };
  const cell = (name, row) => {
    const term = row[name];
    if (!term) return '';
    if (term.type === 'uri') return linked(term.value);
    const address = (name === 'line' || name === 'source') && place(row);
    return address ? el('a', { href: address, textContent: term.value }) : term.value;
  };
  const line = (names, row) => el('tr', {}, ...names.map((name) => {
    const made = el('td', {}, cell(name, row));
    made.dataset.label = name;
    return made;
  }));

  /** A table of SPARQL results in JSON. @returns {Node[]} */
  const table = ({ head, results }) => {
    const rows = results.bindings;
    const body = el('tbody', {}, ...rows.slice(0, SHOWN).map((row) => line(head.vars, row)));
    const heads = head.vars.map((name) => el('th', { scope: 'col', textContent: name }));
    const made = el('table', {}, el('thead', {}, el('tr', {}, ...heads)), body);
    if (rows.length <= SHOWN) return [made];
    const more = el('button', { type: 'button', className: 'more', textContent: `The first ${SHOWN} are shown: show all ${plural(rows.length, 'row')}` });
    more.addEventListener('click', () => {
      body.append(...rows.slice(SHOWN).map((row) => line(head.vars, row)));
      more.remove();
    });
    return [made, more];
  };
  return { table };
}
