'use strict';
// On paper: the present view as a drawing, light, with the whole legend, and what the view leaves out in words.

const printing = {
  dark: false,

  /** Colours of the light theme for the drawing, without moving anything. @param {boolean} dark */
  colour(dark, choice) {
    theme.dark = dark;
    document.documentElement.dataset.theme = choice;
    readPaper();
    buildLegend();
  },

  begin() {
    if (byId('on-paper').childElementCount) return;
    this.dark = theme.dark;
    this.colour(false, 'light');
    paper.page = '#ffffff'; // as paper is
    const drawing = byId('stage').hidden ? [] : [svgView(cropped(viewBox(camera.freeWidth()))), byId('legend').cloneNode(true)];
    byId('on-paper').replaceChildren(...drawing, el('p', { text: this.note() }));
    if (!byId('list').hidden) table.drawAll();
  },

  end() {
    byId('on-paper').replaceChildren();
    this.colour(this.dark, theme.choice);
    table.draw();
  },

  /** What the view does not show must not be taken for absent. */
  note() {
    const folded = concepts.length - graph.visible.size;
    const parts = [filter.active ? tellFilter().replace(/\.$/, '') : '', derivedInAll && !filter.showsDerived ? capital(tellDerived(false)) : '',
      folded > 0 && !byId('stage').hidden ? `${plural(folded, 'concept')} not drawn` : '', `What is not shown here may still be stated: ${NOT_SAFE}`];
    return parts.filter(Boolean).join(' · ');
  },

  start() {
    window.addEventListener('beforeprint', () => this.begin());
    window.addEventListener('afterprint', () => this.end());
  },
};
