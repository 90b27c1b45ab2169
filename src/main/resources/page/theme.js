/** Dark, light, or as the system is. */

import { keep, kept } from './storage.js';

/** `changed()` is told whenever the colours are others. */
export function offerThemes(select, changed) {
  const apply = () => {
    document.documentElement.dataset.theme = select.value;
    changed();
  };
  select.value = kept('theme') ?? '';
  if (select.selectedIndex < 0) select.value = '';
  select.addEventListener('change', () => {
    keep('theme', select.value);
    apply();
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', changed);
  apply();
}
