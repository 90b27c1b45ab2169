/** What the server knows of a connection or of a refused handshake, asked by the label that the page gave it. */

const HTTP_TIMEOUT = 5_000;

/** The server may learn of an end later than the browser does. */
const PATIENCE = [0, 150, 400, 1_000];

/** `{ended}`: the server's account of the connection; `{unknown: true}` if it has none; null if it cannot be asked. */
export async function askVerdict(label) {
  let answer = null;
  for (const wait of PATIENCE) {
    await new Promise((resume) => setTimeout(resume, wait));
    const found = await ask(`api/connections?label=${label}`);
    if (!found) continue;
    const [connection] = found.connections ?? [];
    if (connection?.verdict) return { ended: connection };
    answer = { unknown: true };
  }
  return answer;
}

/** The instance that holds the open connection; '' if whoever answers does not know it. */
export async function askInstance(label) {
  const found = await ask(`api/connections?label=${label}`);
  return found?.connections?.[0]?.server?.instance ?? '';
}

/** `{refusal}`: what the server answered to the handshake; `{unseen: true}` if it saw none; null if it cannot be asked. */
export async function askRefusal(label) {
  const found = await ask(`api/refusals?label=${label}`);
  if (!found) return null;
  const [refusal] = found.refusals ?? [];
  return refusal ? { refusal } : { unseen: true };
}

/**
 * Plain HTTP on the same path: `{status, title, detail, isProblem}`, `{status: 0}` if nothing answers, null if
 * another origin would have to be asked.
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
    const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json') ?? false;
    const { title, detail } = isProblem ? await response.json() : {};
    return { status: response.status, title: title ?? response.statusText, detail, isProblem };
  } catch {
    return { status: 0 };
  }
}

async function ask(path) {
  try {
    const response = await fetch(path, { cache: 'no-store', signal: AbortSignal.timeout(HTTP_TIMEOUT) });
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}
