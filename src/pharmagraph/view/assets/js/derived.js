'use strict';
// What is derived, in the side panel: never without what it follows from, each step a link, down to the sentence.

/** What follows by rule for a concept. @param {number[]} ids all its derived statements */
function derivedPart(ids, index) {
  if (!ids.length) return null;
  const shown = ids.filter((id) => filter.passes(statements[id]));
  const show = el('button', { type: 'button', id: 'show-derived', onclick: () => { filter.set('origin', 'derived', true); byId('panel').focus(); } },
    `Show ${plural(ids.length, 'derived statement')}`);
  return part(`∴ Derived (${ids.length})`, el('p', { class: 'note', text: 'No text says this; it follows by rule from what a text says.' }),
    ...(filter.showsDerived ? [listOf(shown.map((id) => statementButton(id, { from: index }))),
      shown.length < ids.length ? el('p', { class: 'note', text: `${plural(ids.length - shown.length, 'derived statement')} hidden by the filter.` }) : null]
      : [el('div', { class: 'actions' }, show)]));
}

/** What a derived statement follows from: the membership in a class, and the statement with its sentences. */
function followsFrom(statement) {
  const { title, name } = data.rules[statement.d.r];
  const steps = statement.d.from.flatMap((id) => [...memberships(statement, statements[id]).map(membership), statementButton(id)]);
  return part('Follows from',
    steps.length ? el('ol', { class: 'path', id: 'follows-from' }, ...steps.map((step) => el('li', {}, step)))
      : el('p', { class: 'nothing', text: 'The statement that it follows from is not in this graph.' }),
    graph.echoes.has(statement.id) ? el('p', { class: 'note', text: 'It has no line of its own: it lies on the line of what it follows from.' }) : null,
    el('p', { class: 'note' }, 'Rule: ', title || '', ' ', name ? el('code', { text: name }) : null),
    ...statement.d.from.flatMap((id) => statements[id].e.map((piece) => evidence(piece, id))));
}

/** The members that a derived statement puts in the place of classes. @returns {[number, number][]} member and class */
function memberships(statement, source) {
  return [[statement.s, source.s], [statement.o, source.o]].filter(([end, other]) => end !== other && statement.d.by.includes(other));
}

/** That a substance is one of a class: the lexicon says so, no text of a monograph has to. */
const membership = ([member, group]) =>
  el('p', { class: 'membership' }, conceptButton(member), ' is one of ', conceptButton(group), el('small', { text: ' (by the lexicon)' }));

/** What follows from a statement, folded. */
function consequences(id) {
  const ids = following.get(id) || [];
  return ids.length ? el('details', { class: 'consequences' }, el('summary', { text: `∴ From this follows (${ids.length})` }),
    listOf(ids.map((other) => statementButton(other)))) : null;
}
