/** Where this page came from, seen as WebSocket addresses, and the same path asked by HTTP. */

/** A page opened as a file has no server of its own: the default port on this machine stands in. */
const OWN = location.protocol.startsWith('http') ? location.href : 'http://localhost:10083/';

const HTTP_TIMEOUT = 5_000;

/** A path beside this page, for example `./ws`, so that a sub-path in front of the service is kept. */
export function beside(path) {
  const url = new URL(path, OWN);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  url.search = '';
  url.hash = '';
  return url.href;
}

/** The address as typed, completed (`/ws`, `http://...`); null if it is not one for a WebSocket. */
export function complete(typed) {
  const base = beside('./');
  if (!typed.trim() || !URL.canParse(typed, base)) return null;
  const url = new URL(typed, base);
  if (url.protocol === 'http:') url.protocol = 'ws:';
  if (url.protocol === 'https:') url.protocol = 'wss:';
  url.hash = '';
  return /^wss?:$/.test(url.protocol) && url.host ? url.href : null;
}

/**
 * Browsers hide from a page why a handshake failed. Plain HTTP on the same path is allowed to speak:
 * `{status, title, detail}`, `{status: 0}` if nothing answers, null if another origin would have to be asked.
 */
export async function askByHttp(address) {
  const url = new URL(address.replace(/^ws/, 'http'));
  if (url.origin !== location.origin) return null;
  try {
    const response = await fetch(url, {
      headers: { Accept: 'application/problem+json, */*;q=0.1' },
      cache: 'no-store',
      signal: AbortSignal.timeout(HTTP_TIMEOUT),
    });
    const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json');
    const { title, detail } = isProblem ? await response.json() : {};
    return { status: response.status, title: title ?? response.statusText, detail };
  } catch {
    return { status: 0 };
  }
}
