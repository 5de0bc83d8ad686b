'use strict';
// Light and dark. Colours of the page are in the style sheet; those of the drawing are looked up here.

const darkSystem = matchMedia('(prefers-color-scheme: dark)');

const theme = {
  choice: 'auto',
  dark: false,
  listeners: [],
  /** @param {'auto'|'light'|'dark'} choice */
  set(choice) {
    this.choice = choice;
    this.dark = choice === 'dark' || (choice === 'auto' && darkSystem.matches);
    document.documentElement.dataset.theme = choice;
    readPaper();
    this.listeners.forEach((listener) => listener());
  },
};

/** Colours of the page that the drawing needs. */
const paper = {};
function readPaper() {
  const style = getComputedStyle(document.documentElement);
  for (const name of ['page', 'card', 'line', 'ink', 'soft', 'accent', 'mark']) {
    paper[name] = style.getPropertyValue(`--${name}`).trim();
  }
  paper.font = style.getPropertyValue('--font').trim();
}
theme.set('auto');
darkSystem.addEventListener('change', () => theme.set(theme.choice));

const shade = (style) => (theme.dark ? style.dark : style.light);
const kindStyle = (index) => data.style.kinds[concepts[index].kind];
const kindColor = (index) => shade(kindStyle(index));
const relationLook = (statement) => data.style.relations[statement.relation] || {};

/** Colour of a statement's line: its group's, unless the relation has its own; what is denied has no colour. */
function lineColor(statement) {
  if (statement.m === 'negated') return paper.soft;
  const look = relationLook(statement);
  return shade(look.light ? look : data.style.groups[statement.group]);
}

/** Colour of a statement's words. */
const wordColor = (statement) => (statement.m === 'negated' ? paper.ink : lineColor(statement));

/** A sign before the words of a relation that must not be overlooked. */
const signOf = (relation, modality) =>
  modality === 'negated' ? '⊘ ' : data.style.relations[relation]?.sign ? `${data.style.relations[relation].sign} ` : '';

/** The words over rows of a card; an arrow points from the rows to their substance. */
const headingWords = (card, { relation, modality, text }) => signOf(relation, modality) + (card.side < 0 ? text.replace(/^← /, '→ ') : text);

/** The sign that a statement's line bears near its tip; what is derived has one of its own in the middle, too. */
const lineSign = (statement) => signOf(statement.relation, statement.m).trim();

/** Colour of a sign; what is denied has none. */
function signColor(sign) {
  const look = Object.values(data.style.relations).find((other) => other.sign === sign);
  return look ? shade(look) : paper.soft;
}

/** @param {string} color "#rrggbb" @param {number} alpha */
const faded = (color, alpha) => color + Math.round(alpha * 255).toString(16).padStart(2, '0');
