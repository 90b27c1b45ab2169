/** Which entries of the log are shown: by text or regular expression, by direction, by type. */

/** A predicate, or null if all are shown; throws a SyntaxError for an expression that is none. */
export function filter({ text, direction, type }) {
  if (!text && !direction && !type) return null;
  const contains = text ? matcher(text) : () => true;
  return (entry) => {
    const kind = entry.payload ? entry.what : 'state';
    if (direction && kind !== direction) return false;
    if (type && entry.payload?.type !== type) return false;
    return contains(entry.payload ? wholeOf(entry.payload) : entry.url ?? '');
  };
}

/** `/wave \d+/i` is a regular expression, anything else a text, in whatever case. */
function matcher(text) {
  const expression = /^\/(.+)\/([imsu]*)$/.exec(text);
  if (expression) {
    const pattern = new RegExp(expression[1], expression[2]);
    return (whole) => pattern.test(whole);
  }
  const wanted = text.toLowerCase();
  return (whole) => whole.toLowerCase().includes(wanted);
}

function wholeOf({ data, shown }) {
  return typeof data === 'string' ? data : shown;
}
