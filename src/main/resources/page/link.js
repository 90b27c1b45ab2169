/** What the page is set to, kept in its own address behind the #, so that a reload or a link brings it back. */

import { beside } from './address.js';

/** `{url, protocols, as, message}`, as far as the address has them. */
export function readLink() {
  const parameters = new URLSearchParams(location.hash.slice(1));
  const settings = Object.fromEntries(parameters);
  if (settings.url?.startsWith('./')) settings.url = beside(settings.url);
  return settings;
}

/** An address of this server is kept relative, so that the link works wherever the page is served. */
export function writeLink(settings) {
  const home = beside('./');
  const kept = Object.entries(settings)
    .filter(([, value]) => value)
    .map(([name, value]) => [name, name === 'url' && value.startsWith(home) ? `./${value.slice(home.length)}` : value])
    .filter(([name, value]) => name !== 'url' || value !== './');
  const hash = new URLSearchParams(kept).toString();
  history.replaceState(null, '', hash ? `#${hash}` : location.pathname + location.search);
}
