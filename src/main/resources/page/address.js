/** Addresses: those beside this page, what a person types made whole, and which belong to this server. */

/** A page opened as a file has no server of its own: the default port on this machine stands in. */
const OWN = location.protocol.startsWith('http') ? location.href : 'http://localhost:10083/';

const LOCAL = /^(localhost|127(\.\d+){3}|\[::1\]|.*\.localhost)$/;

/** A path beside this page, for example `./ws?delay=1s`, so that a sub-path in front of the service is kept. */
export function beside(path) {
  const url = new URL(path, OWN.replace(/[?#].*/, ''));
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  url.hash = '';
  return url.href;
}

/**
 * The address as a person types it, completed: `/ws`, `ws?delay=1s`, `localhost:10083/ws`, `echo.example.com/ws`,
 * `http://...`; null if it is not one for a WebSocket.
 */
export function complete(typed) {
  const text = typed.trim();
  if (!text) return null;
  const address = hasScheme(text) ? text : startsWithHost(text) ? withScheme(text) : ownPath(text);
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  if (url.protocol === 'http:') url.protocol = 'ws:';
  if (url.protocol === 'https:') url.protocol = 'wss:';
  url.hash = '';
  return /^wss?:$/.test(url.protocol) && url.host ? url.href : null;
}

/** The path below this page's, as `/ws`, if the address is one of this server; else null. */
export function pathHere(address) {
  const home = beside('./');
  if (!address.startsWith(home)) return null;
  return `/${address.slice(home.length).replace(/[?#].*/, '')}`;
}

/** Browsers refuse such an address from a page that came by https, other than to this very machine. */
export function isMixedContent(address) {
  const url = new URL(address);
  return location.protocol === 'https:' && url.protocol === 'ws:' && !LOCAL.test(url.hostname);
}

export function randomLabel() {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The label in the address's query, or ''. */
export function labelIn(address) {
  return new URL(address).searchParams.get('label') ?? '';
}

/** For people: they did not choose the label. */
export function withoutLabel(address) {
  return address.replace(/([?&])label=[^&]*&?/, '$1').replace(/[?&]$/, '');
}

export function labelled(address, label) {
  return `${address}${address.includes('?') ? '&' : '?'}label=${label}`;
}

function hasScheme(text) {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(text) || /^(ftp|file|mailto|javascript|data|blob):/i.test(text);
}

/** A name with a dot, a port, an address of IP, or localhost; everything else is a path of this server. */
function startsWithHost(text) {
  const [first] = text.replace(/^\/\//, '').split(/[/?#]/);
  if (text.startsWith('//')) return true;
  if (/^[/?#.]/.test(text)) return false;
  return /^\[[0-9a-f:.]+\](:\d+)?$|^localhost$|^[^\s:]+:\d+$|^[^\s.]+(\.[^\s.]+)+$/i.test(first);
}

function ownPath(text) {
  return /^[/?#.\w-]/.test(text) && !/\s/.test(text) ? beside(text) : '';
}

/** Public names speak TLS; this machine, bare addresses and other ports rarely do. */
function withScheme(text) {
  const rest = text.replace(/^\/\//, '');
  if (!URL.canParse(`ws://${rest}`)) return '';
  const { hostname, port } = new URL(`ws://${rest}`);
  const isPlain = LOCAL.test(hostname)
    || (location.protocol !== 'https:' && (/^[\d.]+$|^\[|^[^.]+$/.test(hostname) || (port && port !== '443')));
  return `${isPlain ? 'ws' : 'wss'}://${rest}`;
}
