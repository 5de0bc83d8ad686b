'use strict';
// The graph itself: concepts, statements, passages, and the indexes over them. Nothing here changes.

/** The contents of a JSON block. @param {string} id */
const jsonBlock = (id) => JSON.parse(byId(id).textContent);

const data = jsonBlock('pg-data');
const { concepts, statements, passages, relations } = data;

statements.forEach((statement, index) => {
  statement.id = index;
  Object.assign(statement, { relation: relations[statement.r].name, group: relations[statement.r].group });
});

/** Statements at each concept. @type {number[][]} */
const near = concepts.map(() => []);
for (const statement of statements) {
  near[statement.s].push(statement.id);
  if (statement.o !== statement.s) near[statement.o].push(statement.id);
}

/** Statements that each passage makes. @type {Set<number>[]} */
const saidIn = passages.map(() => new Set());
for (const statement of statements) for (const piece of statement.e) saidIn[piece.p].add(statement.id);

const mainSubstances = data.layout.hubs.map((hub) => hub.node);
const symmetric = new Set(data.style.symmetric);
/** Relations that state a risk. */
const risks = new Set(data.style.risks);

/** The other end of a statement. @param {object} statement @param {number} index */
const otherEnd = (statement, index) => (statement.s === index ? statement.o : statement.s);

const MODALITY = {
  asserted: 'asserted: stated as a fact', possible: 'possible: hedged (“may”, “might”)', negated: 'negated: stated NOT to hold',
};
const MODALITY_SHORT = { asserted: 'asserted', possible: 'possible', negated: '⊘ negated' };
const MODALITIES = Object.keys(MODALITY);
const NOT_SAFE = 'this does not mean it is safe.';
const NOTHING_FOUND = `No statement found in this graph — ${NOT_SAFE}`;
/** What to say where no statement is left. @param {number} hidden by the filter */
const nothingLeft = (hidden) => (hidden ? `The filter hides ${hidden === 1 ? 'the only statement' : `all ${plural(hidden, 'statement')}`} — ${NOT_SAFE}` : NOTHING_FOUND);

/** The relation in words that can't be read as another modality. */
const relationWords = (statement) => relations[statement.r].words[statement.m];

/** The ends of a statement in words: with salt and degree, without which it would say more ("severe renal impairment"). */
function ends(statement) {
  const { degree, form, subjectForm } = Object.fromEntries(statement.q);
  const narrowed = (label, salt) => (salt ? `${label} (${salt})` : label);
  const object = narrowed(concepts[statement.o].label, form);
  return [narrowed(concepts[statement.s].label, subjectForm), degree ? `${degree} ${object}` : object];
}

/** The whole statement in words. */
function sentence(statement) {
  const [subject, object] = ends(statement);
  return `${subject} ${relationWords(statement)} ${object}`;
}

/** Short names for links: the last part of the IRI where no other shares it. */
function shortNames(things) {
  const last = (iri) => iri.replace(/[/#]+$/, '').split(/[/#]/).pop() || iri;
  const count = new Map();
  for (const { iri } of things) count.set(last(iri), (count.get(last(iri)) || 0) + 1);
  const names = things.map(({ iri }) => (count.get(last(iri)) === 1 ? last(iri) : iri));
  const index = new Map(names.map((name, place) => [name, place]));
  things.forEach(({ iri }, place) => index.set(iri, place));
  return { names, index };
}
const conceptNames = shortNames(concepts);
const statementNames = shortNames(statements);
