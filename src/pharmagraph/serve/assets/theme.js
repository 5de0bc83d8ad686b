'use strict';
// Light and dark: what the system says, until someone chooses. Loaded before the page is drawn, so that it never flashes.

const remembered = (() => {
  try { return localStorage.getItem('theme'); } catch { return null; } // storage may be forbidden
})();
if (remembered === 'light' || remembered === 'dark') document.documentElement.dataset.theme = remembered;

document.addEventListener('DOMContentLoaded', () => {
  document.getElementById('theme').addEventListener('click', () => {
    const now = document.documentElement.dataset.theme;
    const dark = now === 'dark' || (now === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches);
    const chosen = dark ? 'light' : 'dark';
    document.documentElement.dataset.theme = chosen;
    try { localStorage.setItem('theme', chosen); } catch { /* it is not remembered, then */ }
  });
});
