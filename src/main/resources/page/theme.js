/** Dark, light, or as the system is; kept in the browser. */

const KEY = 'echosounder.theme';

/** `changed()` is told whenever the colours are others. */
export function offerThemes(select, changed) {
  const apply = () => {
    document.documentElement.dataset.theme = select.value;
    changed();
  };
  try {
    select.value = localStorage.getItem(KEY) ?? '';
    if (select.selectedIndex < 0) select.value = '';
  } catch {
    // Storage may be blocked: the choice then lasts as long as the page.
  }
  select.addEventListener('change', () => {
    try {
      localStorage.setItem(KEY, select.value);
    } catch {
      // As above.
    }
    apply();
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', changed);
  apply();
}
