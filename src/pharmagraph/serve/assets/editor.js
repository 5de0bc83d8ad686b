// The editor: a text area whose own text is clear, over the same text in colours; and a list of completions.

import { completions, tokens } from './sparql.js';

const MOST = 60; // completions shown at a time

export class Editor {
  /**
   * @param {HTMLTextAreaElement} area
   * @param {HTMLElement} paint where the coloured text stands, of the same size
   * @param {HTMLElement} list of the completions
   * @param {object} words prefixes, relations and classes
   */
  constructor(area, paint, list, words) {
    Object.assign(this, { area, paint, list, words, choices: [], chosen: 0, from: 0, onRun: () => {}, onEdit: () => {} });
    area.addEventListener('input', () => { this.draw(); this.complete(false); this.onEdit(); });
    area.addEventListener('keydown', (event) => this.key(event));
    area.addEventListener('blur', () => this.close());
    area.addEventListener('click', () => this.close());
    list.addEventListener('mousedown', (event) => this.click(event));
    this.draw();
  }

  get text() { return this.area.value; }

  set text(text) {
    this.area.value = text;
    this.close();
    this.draw();
    this.onEdit();
  }

  /** Show where something is wrong. @param {number} line @param {number} column counted from 1 */
  point(line, column) {
    const before = this.text.split('\n').slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
    const place = Math.min(before + column - 1, this.text.length);
    this.area.focus();
    this.area.setSelectionRange(place, Math.min(place + 1, this.text.length));
  }

  draw() {
    this.paint.replaceChildren(...tokens(this.text).map(({ kind, text }) => {
      if (!kind) return document.createTextNode(text);
      const span = document.createElement('span');
      span.className = `t-${kind}`;
      span.textContent = text;
      return span;
    }), '\n'); // a last line that is empty has a height, too
  }

  /** Offer completions. @param {boolean} asked whether someone asked for them */
  complete(asked) {
    const caret = this.area.selectionStart;
    const { from, choices } = completions(this.text, caret, this.words);
    const typed = caret - from;
    if (!choices.length || (!asked && typed < 2) || (choices.length === 1 && choices[0].text.length === typed)) return this.close();
    this.from = from;
    this.choices = choices.slice(0, MOST);
    this.list.replaceChildren(...this.choices.map(({ text, help }, index) => {
      const item = document.createElement('li');
      item.id = `completion-${index}`;
      item.setAttribute('role', 'option');
      item.append(Object.assign(document.createElement('b'), { textContent: text }), Object.assign(document.createElement('small'), { textContent: help }));
      return item;
    }));
    this.list.hidden = false;
    this.place(from);
    return this.choose(0);
  }

  /** Put the list under the word that is completed. @param {number} from */
  place(from) {
    const walker = document.createTreeWalker(this.paint, NodeFilter.SHOW_TEXT);
    let left = from;
    while (walker.nextNode() && left > walker.currentNode.length) left -= walker.currentNode.length;
    const range = document.createRange();
    range.setStart(walker.currentNode, Math.min(left, walker.currentNode.length ?? 0));
    const at = range.getBoundingClientRect();
    const box = this.paint.getBoundingClientRect();
    this.list.style.setProperty('top', `${at.bottom - box.top + 4}px`);
    this.list.style.setProperty('left', `${Math.max(0, Math.min(at.left - box.left, box.width - this.list.offsetWidth - 4))}px`);
  }

  choose(index) {
    this.chosen = (index + this.choices.length) % this.choices.length;
    [...this.list.children].forEach((item, place) => item.setAttribute('aria-selected', String(place === this.chosen)));
    this.list.children[this.chosen].scrollIntoView({ block: 'nearest' });
    this.area.setAttribute('aria-activedescendant', `completion-${this.chosen}`);
  }

  take() {
    const { text } = this.choices[this.chosen];
    this.area.setRangeText(text, this.from, this.area.selectionStart, 'end');
    this.draw();
    this.close();
    this.onEdit();
  }

  close() {
    this.choices = [];
    this.list.hidden = true;
    this.area.removeAttribute('aria-activedescendant');
  }

  key(event) {
    const keys = {
      ArrowDown: () => this.choose(this.chosen + 1),
      ArrowUp: () => this.choose(this.chosen - 1),
      Enter: () => this.take(),
      Tab: () => this.take(),
      Escape: () => this.close(),
    };
    if (event.ctrlKey || event.metaKey) {
      if (event.key === 'Enter') this.onRun();
      else if (event.key === ' ') this.complete(true);
      else return;
      event.preventDefault();
    } else if (this.choices.length && keys[event.key]) {
      event.preventDefault();
      keys[event.key]();
    } else if (event.key.startsWith('Arrow')) this.close();
  }

  click(event) {
    event.preventDefault(); // or the text area would lose the focus, and the list close
    const item = event.target.closest('li');
    if (!item) return;
    this.choose([...this.list.children].indexOf(item));
    this.take();
  }
}
