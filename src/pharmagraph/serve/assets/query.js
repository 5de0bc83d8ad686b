// The query page: the editor, the saved queries with their arguments, running, and the results.

import { Editor } from './editor.js';
import { el, plural, shower } from './results.js';

const byId = (id) => document.getElementById(id);
const words = JSON.parse(byId('words').textContent);
const editor = new Editor(byId('query'), byId('paint'), byId('completions'), words);
const show = shower(words);
const ACCEPT = 'application/sparql-results+json, text/turtle;q=0.9';
const ROWS = { CSV: 'text/csv', TSV: 'text/tab-separated-values', JSON: 'application/sparql-results+json', XML: 'application/sparql-results+xml' };
const TRIPLES = { Turtle: 'text/turtle', 'JSON-LD': 'application/ld+json', 'N-Triples': 'application/n-triples' };
const ENDINGS = { CSV: 'csv', TSV: 'tsv', JSON: 'srj', XML: 'srx', Turtle: 'ttl', 'JSON-LD': 'jsonld', 'N-Triples': 'nt' };
const START = `# What interacts with warfarin, and which sentence says so?
SELECT ?statement ?label ?source ?line WHERE {
  ?statement rdf:subject|rdf:object pgc:warfarin ; rdf:predicate pg:interactsWith ;
    rdfs:label ?label ; pg:hasEvidence ?evidence .
  ?evidence oa:hasSource/dcterms:source ?source ; pg:line ?line .
} ORDER BY ?label ?source ?line LIMIT 100`;
let running = null;

const say = (text, wrong = false) => {
  byId('status').textContent = text;
  byId('status').classList.toggle('wrong', wrong);
};

const asked = (query, accept, signal) => fetch('/sparql', {
  method: 'POST', body: query, signal, headers: { 'Content-Type': 'application/sparql-query', Accept: accept },
});

/** Run what is in the editor; an earlier query that is still running is given up. */
async function run() {
  running?.abort();
  running = new AbortController();
  const own = running;
  const query = editor.text;
  const began = performance.now();
  byId('results').hidden = byId('downloads').hidden = true;
  say('Running …');
  try {
    const response = await asked(query, ACCEPT, own.signal);
    const media = response.headers.get('Content-Type') ?? '';
    const text = await response.text();
    if (own !== running) return;
    if (!response.ok) return failed(text.trim());
    const took = `${((performance.now() - began) / 1000).toFixed(2)} s`;
    if (media.startsWith('text/turtle')) shown([el('pre', { textContent: text })], `Triples, in ${took}`, TRIPLES, query);
    else answered(JSON.parse(text), took, query);
  } catch (error) {
    if (own === running && error.name !== 'AbortError') say(`The server can't be reached (${error.message}).`, true);
  }
}

function answered(found, took, query) {
  if ('boolean' in found) return shown([], `${found.boolean ? 'Yes' : 'No'}, in ${took}`, ROWS, query);
  const number = found.results.bindings.length;
  const nothing = number ? '' : ' Nothing found is not the same as safe.';
  return shown(number ? show.table(found) : [], `${plural(number, 'row')}, in ${took}.${nothing}`, ROWS, query);
}

function shown(nodes, message, formats, query) {
  byId('results').replaceChildren(...nodes);
  byId('results').hidden = !nodes.length;
  byId('downloads').replaceChildren('Save as ', ...Object.entries(formats).map(([name, media]) => {
    const button = el('button', { type: 'button', textContent: name });
    button.addEventListener('click', () => save(query, name, media));
    return button;
  }));
  byId('downloads').hidden = false;
  say(message);
}

function failed(message) {
  say(message, true);
  const place = message.match(/^line (\d+), column (\d+)/);
  if (place) editor.point(Number(place[1]), Number(place[2]));
}

async function save(query, name, media) {
  const response = await asked(query, media);
  if (!response.ok) return say((await response.text()).trim(), true);
  const address = URL.createObjectURL(await response.blob());
  el('a', { href: address, download: `results.${ENDINGS[name]}` }).click();
  return setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** Put a saved query into the editor; first ask for what it must be told. @param {string} name */
function choose(name) {
  const query = words.saved[name];
  document.querySelectorAll('[data-query]').forEach((button) => button.setAttribute('aria-pressed', String(button.dataset.query === name)));
  const form = byId('arguments');
  form.hidden = !query.arguments.length;
  form.replaceChildren(
    ...query.arguments.map((one) => el('label', {},
      el('span', { textContent: one.help }),
      el('input', { name: one.name, value: one.default ?? '', required: one.default === null }))),
    el('button', { className: 'main', textContent: 'Fill in and run' }),
  );
  form.onsubmit = (event) => {
    event.preventDefault();
    fill(name, new URLSearchParams(new FormData(form)));
  };
  editor.text = query.text.trim();
  if (query.arguments.length) form.querySelector('input').focus();
  else run();
}

/** Fetch a saved query with its arguments in place, and run it. */
async function fill(name, given) {
  const response = await fetch(`/queries/${name}?${given}`, { headers: { Accept: 'application/sparql-query' } });
  const text = (await response.text()).trim();
  if (!response.ok) {
    byId('results').hidden = byId('downloads').hidden = true;
    return say(text, true);
  }
  editor.text = text;
  return run();
}

editor.onRun = run;
editor.onEdit = () => { byId('link').href = `/?query=${encodeURIComponent(editor.text)}`; };
byId('run').addEventListener('click', run);
document.querySelectorAll('[data-query]').forEach((button) => button.addEventListener('click', () => choose(button.dataset.query)));
editor.text = new URLSearchParams(location.search).get('query') ?? START;
document.documentElement.dataset.ready = '';
