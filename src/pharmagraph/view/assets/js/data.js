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

/** Whether no text makes a statement, but a rule, from one that a text makes. */
const isDerived = (statement) => statement.d !== undefined;
/** Whether it comes with what is derived: as such, or only for what follows from it. The page opens on the others. */
const isBehind = (statement) => isDerived(statement) || statement.b === 1;
const opensOnStated = statements.some((statement) => !isBehind(statement));
const derivedInAll = statements.filter(isDerived).length;

/** The statements that a statement rests on: itself, or what it follows from. @returns {object[]} */
const restsOn = (statement) => (isDerived(statement) ? statement.d.from.map((id) => statements[id]) : [statement]);

/** What follows from each statement. @type {Map<number, number[]>} */
const following = new Map();
for (const { id, d } of statements) for (const source of d?.from || []) following.set(source, [...(following.get(source) || []), id]);

const mainSubstances = data.layout.hubs.map((hub) => hub.node);
const mains = new Set(mainSubstances);
const symmetric = new Set(data.style.symmetric);
/** Relations that state a risk. */
const risks = new Set(data.style.risks);

/** The other end of a statement. @param {object} statement @param {number} index */
const otherEnd = (statement, index) => (statement.s === index ? statement.o : statement.s);

const MODALITY = {
  asserted: 'asserted: stated as a fact', possible: 'possible: hedged (“may”, “might”)', negated: 'negated: stated NOT to hold',
};
const MODALITY_SHORT = { asserted: 'asserted', possible: 'possible', negated: '⊘ negated' };
/** How firmly a statement is made, in words; of what is derived, that no text makes it. */
const modalityWords = (statement) => (isDerived(statement)
  ? `derived: no text says this; it follows from what is ${statement.m === 'negated' ? 'denied' : statement.m === 'possible' ? 'stated as possible' : 'stated as a fact'}`
  : MODALITY[statement.m]);
const modalityShort = (statement) => (isDerived(statement) ? `∴ derived (${statement.m})` : MODALITY_SHORT[statement.m]);
const MODALITIES = Object.keys(MODALITY);
const NOT_SAFE = 'this does not mean it is safe.';
const NOTHING_FOUND = `No statement found in this graph — ${NOT_SAFE}`;
/** What to say where no statement is left. @param {number} hidden by the filter */
const nothingLeft = (hidden) => (hidden ? `The filter hides ${hidden === 1 ? 'the only statement' : `all ${plural(hidden, 'statement')}`} — ${NOT_SAFE}` : NOTHING_FOUND);

/** The relation in words that can't be read as another modality, and of what is derived not as stated. */
const relationWords = (statement) => relations[statement.r].words[statement.m] + (isDerived(statement) ? ' (derived)' : '');

/** The ends of a statement in words: with salt and degree, without which it would say more ("severe renal impairment"). */
function ends(statement) {
  const { degree, form, subjectForm } = Object.fromEntries(statement.q);
  const narrowed = (label, salt) => (salt ? `${label} (${salt})` : label);
  const object = narrowed(concepts[statement.o].label, form);
  return [narrowed(concepts[statement.s].label, subjectForm), degree ? `${degree} ${object}` : object];
}

/** The whole statement in words, as the graph labels it. */
function sentence(statement) {
  const [subject, object] = ends(statement);
  return `${subject} ${relations[statement.r].words[statement.m]} ${object}${isDerived(statement) ? ' (derived)' : ''}`;
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
