/** What the browser keeps for the page; where it keeps nothing, a choice lasts as long as the visit. */

/** Null if there is nothing. */
export function kept(name) {
  try {
    return localStorage.getItem(`echosounder.${name}`);
  } catch {
    return null;
  }
}

/** False if the browser does not allow it. */
export function keep(name, value) {
  try {
    localStorage.setItem(`echosounder.${name}`, value);
    return true;
  } catch {
    return false;
  }
}
