// SPARQL as the editor sees it: a text in tokens, each with the class that it is coloured by.

const KEYWORDS = `ASK AS ASC BASE BIND BY CONSTRUCT DELETE DESC DESCRIBE DISTINCT EXISTS FILTER FROM GRAPH GROUP HAVING
  IN INSERT LIMIT MINUS NAMED NOT OFFSET OPTIONAL ORDER PREFIX REDUCED SELECT UNDEF UNION VALUES WHERE`.split(/\s+/);
const FUNCTIONS = `ABS AVG BOUND CEIL COALESCE CONCAT CONTAINS COUNT DATATYPE FLOOR GROUP_CONCAT IF IRI ISBLANK ISIRI
  ISLITERAL ISNUMERIC LANG LANGMATCHES LCASE MAX MIN REGEX REPLACE ROUND SAMETERM SAMPLE SEPARATOR STR STRAFTER STRBEFORE
  STRDT STRENDS STRLANG STRLEN STRSTARTS SUBSTR SUM UCASE`.split(/\s+/);
export const WORDS = [...KEYWORDS, ...FUNCTIONS];
const known = new Map([...KEYWORDS.map((word) => [word, 'keyword']), ...FUNCTIONS.map((word) => [word, 'function'])]);

// In the order in which they are tried; what none of them takes is left plain.
const TOKENS = new RegExp(
  [
    '(?<comment>#[^\\n]*)',
    '(?<string>"""[^]*?(?:"""|$)|\'\'\'[^]*?(?:\'\'\'|$)|"(?:[^"\\\\\\n]|\\\\.)*"?|\'(?:[^\'\\\\\\n]|\\\\.)*\'?)',
    '(?<iri><[^<>"{}|^`\\s]*>)',
    '(?<variable>[?$][\\p{L}\\p{N}_]+)',
    '(?<name>[\\p{L}][\\p{L}\\p{N}_.-]*:[\\p{L}\\p{N}_:.%-]*|:[\\p{L}\\p{N}_][\\p{L}\\p{N}_.-]*)',
    '(?<number>\\b\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?\\b)',
    '(?<word>[A-Za-z_]+)',
    '(?<brace>[{}()\\[\\]])',
  ].join('|'),
  'gu',
);

/**
 * A text in pieces that together are the text.
 * @param {string} text
 * @returns {{kind: string, text: string}[]} kind is "" for what is not coloured
 */
export function tokens(text) {
  const found = [];
  let done = 0;
  for (const match of text.matchAll(TOKENS)) {
    if (match.index > done) found.push({ kind: '', text: text.slice(done, match.index) });
    const [kind] = Object.entries(match.groups).find(([, value]) => value !== undefined);
    found.push({ kind: kind === 'word' ? known.get(match[0].toUpperCase()) || (match[0] === 'a' ? 'keyword' : '') : kind, text: match[0] });
    done = match.index + match[0].length;
  }
  if (done < text.length) found.push({ kind: '', text: text.slice(done) });
  return found;
}

/**
 * What may follow what has been typed.
 * @param {string} text all of the query
 * @param {number} caret
 * @param {{prefixes: Object<string,string>, relations: Object<string,string>, classes: Object<string,string>}} words
 * @returns {{from: number, choices: {text: string, help: string}[]}}
 */
export function completions(text, caret, words) {
  const typed = text.slice(0, caret).match(/(?:[?$][\w]*|[A-Za-z][\w-]*(?::[\w-]*)?)$/)?.[0] ?? '';
  const from = caret - typed.length;
  const begins = (name) => name.toLowerCase().startsWith(typed.toLowerCase());
  if (/^[?$]/.test(typed)) {
    const others = new Set([...(text.slice(0, from) + text.slice(caret)).matchAll(/[?$]\w+/g)].map((match) => match[0]));
    return { from, choices: [...others].filter((name) => begins(name) && name !== typed).sort().map((name) => ({ text: name, help: 'variable' })) };
  }
  const vocabulary = [...Object.entries(words.relations), ...Object.entries(words.classes)];
  const said = (name, help) => begins(name) || (typed.length > 2 && !typed.includes(':') && `${name} ${help}`.toLowerCase().includes(typed.toLowerCase()));
  const named = vocabulary.filter(([name, help]) => said(name, help)).map(([name, help]) => ({ text: name, help }));
  if (typed.includes(':')) return { from, choices: named };
  const prefixes = Object.entries(words.prefixes).filter(([name]) => begins(name)).map(([name, iri]) => ({ text: `${name}:`, help: iri }));
  const plain = WORDS.filter((word) => typed && begins(word)).map((word) => ({ text: word, help: 'SPARQL' }));
  return { from, choices: [...prefixes, ...plain, ...named] };
}
