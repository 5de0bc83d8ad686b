'use strict';
// What part of the graph is in view, and how the view moves.

/** Room that is kept free at the top and at the foot of the stage. */
const ABOVE = 30;
const BELOW = 50;

const camera = {
  /** Whether it has been moved since everything was in view. */
  moved: false,

  /** The part of the stage that no panel covers. */
  freeStage() {
    const stage = byId('stage').getBoundingClientRect();
    const panel = byId('panel').hidden ? null : byId('panel').getBoundingClientRect();
    if (!panel) return { w: stage.width, h: stage.height };
    return panel.width > stage.width * 0.8
      ? { w: stage.width, h: Math.max(120, panel.top - stage.top) }
      : { w: Math.max(160, panel.left - stage.left), h: stage.height };
  },

  /** Width of the part that no panel covers, also where a style sheet for paper hides the stage. */
  freeWidth() {
    const { w } = this.freeStage();
    return byId('stage').clientWidth ? w : resized.width;
  },

  /** Move the camera so that a box fills the free part of the stage. */
  frame(box, { most = 1.25, animate = true } = {}) {
    const stage = byId('stage').getBoundingClientRect();
    if (!stage.width) return; // behind the table; the page follows its address again when the graph is back
    this.moved = true;
    const free = this.freeStage();
    const scale = Math.min(most, (free.w - 44) / box.w, (free.h - ABOVE - BELOW) / box.h);
    // The hint lies over the top of the stage and the buttons over its foot.
    const off = box.h * scale > free.h - 2 * BELOW ? (BELOW - ABOVE) / 2 : 0;
    const position = {
      x: box.x + box.w / 2 + (stage.width - free.w) / 2 / scale,
      y: box.y + box.h / 2 + ((stage.height - free.h) / 2 + off) / scale,
    };
    graph.network.moveTo({ position, scale, animation: animate && !calm() ? { duration: 350, easingFunction: 'easeInOutQuad' } : false });
  },

  fit(options) {
    const boxes = [...scene.cards.filter((card) => card.h),
      ...[...graph.visible].filter((node) => scene.places.get(node)?.role !== 'row').map(nodeBox)];
    if (!boxes.length) return;
    const box = around(boxes);
    if (scene.narrow) {
      // On a phone the names have to be legible: fill the width, begin at the top, and let the reader drag.
      const free = this.freeStage();
      box.w += box.x + RAIL;
      box.x = -RAIL;
      box.h = (free.h - ABOVE - BELOW) / Math.min(1.25, (free.w - 44) / box.w);
    }
    this.frame(box, options);
    this.moved = false;
  },

  /** Bring concepts into view, with as little movement as possible. */
  show(nodes) {
    const placed = nodes.filter((node) => scene.places.has(node));
    // In one long column the two ends can lie far apart: the row tells more than the substance.
    const box = around((scene.narrow ? [placed.find((node) => !scene.isHub(node)) ?? placed[0]] : placed).map(nodeBox));
    const [from, to] = this.corners(16);
    const seen = box.x >= from.x && box.y >= from.y && box.x + box.w <= to.x && box.y + box.h <= to.y;
    if (!seen || graph.network.getScale() < 0.35) this.frame(box, { most: Math.min(1.1, Math.max(graph.network.getScale(), 0.75)) });
  },

  /** After a filter: what is left must not lie somewhere else. @returns {boolean} whether the camera had to move */
  find() {
    const [from, to] = this.corners();
    const box = { x: from.x, y: from.y, w: to.x - from.x, h: to.y - from.y };
    if (!graph.visible.size || [...graph.visible].some((node) => !isApart(nodeBox(node), [box], 0, 0))) return false;
    this.fit();
    return true;
  },

  /** The upper left and the lower right corner of the part of the canvas that can be seen. */
  corners(margin = 0) {
    const free = this.freeStage();
    return [{ x: margin, y: margin }, { x: free.w - margin, y: free.h - margin }].map((point) => graph.network.DOMtoCanvas(point));
  },
};

/** Whether the reader has asked for no movement. */
const calm = () => matchMedia('(prefers-reduced-motion: reduce)').matches;
