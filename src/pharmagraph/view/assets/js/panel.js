'use strict';
// The side panel: a concept with its statements, a statement with its evidence.

const panel = {
  open(title, ...content) {
    const close = el('button', { type: 'button', class: 'close', 'aria-label': 'Close details', onclick: () => go('') }, '×');
    const body = el('div', { class: 'panel-body' }, ...content);
    const box = byId('panel');
    const inside = box.contains(document.activeElement); // what had the focus will be gone
    box.replaceChildren(el('div', { class: 'panel-head' }, el('h2', { text: title }), close), body);
    box.hidden = false;
    box.scrollTop = 0;
    if (inside) box.focus({ preventScroll: true });
    document.body.classList.add('with-panel');
  },

  /** The focus goes back to what the panel spoke of. */
  close() {
    if (byId('panel').contains(document.activeElement)) (byId('stage').hidden ? byId('list') : keys.frame()).focus({ preventScroll: true });
    byId('panel').hidden = true;
    document.body.classList.remove('with-panel');
  },
};

/** A section of the panel. */
const part = (title, ...content) => el('section', {}, el('h3', { text: title }), ...content);

/** A button that goes to a concept. */
const conceptButton = (index, text = concepts[index].label) =>
  el('button', { type: 'button', class: 'concept', onclick: () => go(nodeHash(index)) }, markSvg(concepts[index].kind), text);

/** What a statement says of its firmness, in words and with its line. */
function modalityTag(statement) {
  return el('span', { class: `modality ${isDerived(statement) ? 'derived' : statement.m}` }, lineSvg(lineKind(statement), lineColor(statement)), modalityWords(statement));
}

/** Classes of the words of a statement, which mark what is not plainly stated. */
const wordsClass = (statement) => `words ${statement.m}${isDerived(statement) ? ' derived' : ''}`;

/** A statement in one line, as a button. */
function statementButton(id, { from } = {}) {
  const statement = statements[id];
  const words = signOf(statement.relation, statement.m) + relationWords(statement);
  const relation = el('span', { class: wordsClass(statement), text: words });
  relation.style.color = wordColor(statement);
  const [subject, object] = ends(statement).map((text) => el('b', { text }));
  const parts = from === statement.s ? [relation, ' ', object] : [subject, ' ', relation, ' ', object];
  const support = statement.n > 1 ? el('span', { class: 'support', title: `${statement.n} independent passages` }, `×${statement.n}`) : null;
  return el('button', { type: 'button', class: 'statement', onclick: () => go(statementHash(id)) }, el('span', {}, ...parts), support);
}

const listOf = (items) => el('ul', {}, ...items.map((item) => el('li', {}, item)));

/** A link to what an identifier stands for; the page itself never follows it. */
function identifier(curie) {
  if (!/^[A-Za-z][\w.-]*:[\w.:+/-]+$/.test(curie)) return el('code', { text: curie });
  return el('a', { href: `https://bioregistry.io/${curie}`, rel: 'noreferrer noopener', target: '_blank' }, el('code', { text: curie }));
}

function copyButton() {
  return el('button', { type: 'button', onclick: async (event) => {
    const said = await copyText(location.href);
    event.target.textContent = said ? 'Link copied' : 'Copy the address bar';
    announce(event.target.textContent);
  } }, 'Copy link');
}

/** @returns {Promise<boolean>} whether it worked: pages opened from a file may not use the clipboard */
async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const box = el('textarea', { class: 'unseen' }, text);
    document.body.append(box);
    box.select();
    const done = document.execCommand('copy');
    box.remove();
    return done;
  }
}

/** Show a concept. @param {number} index */
function showConcept(index) {
  const concept = concepts[index];
  const style = kindStyle(index);
  const wanted = near[index].filter((id) => filter.passes(statements[id]));
  const stated = wanted.filter((id) => !isDerived(statements[id]));
  const missed = near[index].filter((id) => !isBehind(statements[id]) && !filter.passes(statements[id])).length;
  const hidden = scene.hiddenAt(index);
  const folds = scene.isHub(index) && scene.unfolded.has(index) && scene.hubs.size > 1;
  panel.open(concept.label,
    el('p', { class: 'kind' }, markSvg(concept.kind), style.label, concept.about ? ' · subject of a monograph' : ''),
    el('div', { class: 'actions' },
      hidden.length || folds ? el('button', { type: 'button', id: 'unfold', onclick: () => toggleFold(index) },
        hidden.length ? `Unfold ${plural(hidden.length, 'neighbour')}` : 'Fold') : null,
      el('button', { type: 'button', onclick: () => openPath(index) }, 'Path from here'),
      copyButton()),
    concept.names ? part('Also called', ...nameList(concept.names)) : null,
    concept.xrefs ? part('Identifiers', el('p', { class: 'ids' }, ...concept.xrefs.map(identifier))) : null,
    ...(stated.length ? statementGroups(stated, index) : [el('p', { class: 'nothing', text: nothingLeft(missed) })]),
    stated.length && missed ? el('p', { class: 'note', text: `${plural(missed, 'statement')} hidden by the filter.` }) : null,
    derivedPart(near[index].filter((id) => isDerived(statements[id])), index));
  announce(`${concept.label}, ${style.label}, ${stated.length ? plural(stated.length, 'statement') : nothingLeft(missed)}`);
}

const NAMES = 8;
/** Other names; of many the first, and the others folded: some drugs have a hundred brands. */
function nameList(names) {
  const rest = names.slice(NAMES);
  return [el('p', { text: names.slice(0, NAMES).join(', ') }),
    rest.length ? el('details', {}, el('summary', { text: plural(rest.length, 'more name') }), el('p', { text: rest.join(', ') })) : null];
}

/** The statements of a concept under the names of their groups. */
function statementGroups(ids, index) {
  const order = ['interactions', 'safety', ...Object.keys(data.style.groups)];
  return [...new Set(order)].map((group) => {
    const own = ids.filter((id) => statements[id].group === group).sort((a, b) => risks.has(statements[b].relation) - risks.has(statements[a].relation));
    if (!own.length) return null;
    const title = `${data.style.groups[group].label} (${own.length})`;
    return part(title, listOf(own.map((id) => statementButton(id, { from: index }))));
  });
}

const UNITS = { ug: 'µg', mg: 'mg', g: 'g', kg: 'kg', '[iU]': 'IU', 'ug/kg': 'µg/kg' };

/** A dose in words, from a statement's qualifiers; empty for what is no dose. */
function doseText(statement) {
  const { low, high, unit, per, population, condition, route } = Object.fromEntries(statement.q);
  if (low === undefined && high === undefined) return '';
  const amount = low === undefined ? `up to ${high}` : high === undefined ? `at least ${low}` : low === high ? low : `${low}–${high}`;
  const what = [amount, UNITS[unit] || unit, per && `per ${per}`].filter(Boolean).join(' ');
  return [what, route, population && `for ${population}`, condition].filter(Boolean).join(', ');
}

/** Show a statement with its evidence. @param {number} id */
function showStatement(id) {
  const statement = statements[id];
  const relation = el('p', { class: `relation ${statement.m}${isDerived(statement) ? ' derived' : ''}`, text: signOf(statement.relation, statement.m) + relationWords(statement) });
  relation.style.color = wordColor(statement);
  const opposite = statements.filter((other) => other.s === statement.s && other.o === statement.o
    && other.relation === statement.relation && (other.m === 'negated') !== (statement.m === 'negated'));
  const [subject, object] = ends(statement);
  panel.open(sentence(statement),
    el('div', { class: 'triple' }, conceptButton(statement.s, subject), relation, conceptButton(statement.o, object)),
    el('p', {}, modalityTag(statement)),
    el('p', { class: 'note', text: [data.style.groups[statement.group].label, isDerived(statement) ? 'stated by no passage' : `stated by ${plural(statement.n, 'independent passage')}`,
      ...(statement.c === undefined ? [] : [`confidence ${statement.c}`])].join(' · ') }),
    el('div', { class: 'actions' }, copyButton()),
    opposite.length ? part('The graph also says otherwise', listOf(opposite.map((other) => statementButton(other.id)))) : null,
    doseText(statement) ? part('Dose', el('p', { class: 'dose', text: doseText(statement) })) : null,
    statement.q.length ? part('Qualifiers', el('dl', {}, ...statement.q.flatMap(([name, value]) => [el('dt', { text: name }), el('dd', { text: value })]))) : null,
    isDerived(statement) ? followsFrom(statement) : part(statement.e.length === 1 ? 'Evidence' : `Evidence (${statement.e.length})`,
      ...(statement.e.length ? statement.e.map((piece) => evidence(piece, id)) : [el('p', { class: 'nothing', text: 'The graph gives no sentence for this statement.' })])),
    consequences(id));
  announce(`${sentence(statement)}. ${modalityWords(statement)}. ${
    isDerived(statement) ? `Follows from: ${restsOn(statement).map(sentence).join('; ')}` : `${plural(statement.e.length, 'piece')} of evidence`}.`);
}

/** One sentence, with its marked words, where it stands, and what else it says. */
function evidence(piece, id) {
  const passage = passages[piece.p];
  const others = [...saidIn[piece.p]].filter((other) => other !== id);
  const place = [passage.section, [passage.source, passage.line || null].filter(Boolean).join(':')].filter(Boolean);
  return el('article', { class: 'evidence' },
    el('blockquote', {}, ...marked(passage.quote, piece)),
    el('p', { class: 'place' }, ...place.flatMap((text, i) => [i ? ' · ' : '', i === place.length - 1 ? el('code', { text }) : text])),
    piece.modality && piece.modality !== statements[id].m ? el('p', { class: 'note', text: `This sentence by itself: ${MODALITY[piece.modality] || piece.modality}` }) : null,
    piece.rule ? el('p', { class: 'note' }, 'Read by ', el('code', { text: piece.rule })) : null,
    others.length ? el('details', {}, el('summary', { text: `The same sentence also says (${others.length})` }), listOf(others.map((other) => statementButton(other)))) : null);
}

/** A quote with the words of subject, cue and object marked; spans may overlap, so it is cut at all their ends. */
function marked(quote, piece) {
  const spans = ['subject', 'cue', 'object'].filter((role) => piece[role]).map((role) => [...piece[role], role]);
  const cuts = [...new Set([0, quote.length, ...spans.flatMap(([start, end]) => [start, end])])].sort((a, b) => a - b);
  return cuts.slice(1).map((end, i) => {
    const text = quote.slice(cuts[i], end);
    const roles = spans.filter(([from, to]) => from <= cuts[i] && to >= end).map(([, , role]) => role);
    return roles.length ? el('mark', { class: roles.join(' '), title: roles.join(', ') }, text) : text;
  });
}
