/** What the server knows of a connection or of a refused handshake, asked by the label that the page gave it. */

const HTTP_TIMEOUT = 5_000;

/** The server may learn of an end later than the browser does, and one replica may know what another does not. */
const PATIENCE = [0, 150, 400, 1_000];

/** After the first time several are asked at once: over HTTP/1.1 by a connection each, which may lead to other replicas. */
const AT_ONCE = 3;

/** In milliseconds, how far the two ends' ages of one connection are apart at most. */
const LIKE_AGE = 1_000;

/**
 * `{ended}`: the server's account of the connection; `{unknown: true, instances}` if those that answered have none;
 * null if it cannot be asked.
 */
export async function askVerdict(label, age) {
  const { connection, instances } = await search(label, () => true, { pick: (all) => ofAge(all, age) });
  if (connection) return { ended: connection };
  return instances && { unknown: true, instances };
}

/** Of several with the same label, which its visitor has chosen, the one that lived as long as the page's did; once it has ended. */
function ofAge(connections, age) {
  const ids = new Set(connections.map(({ id }) => id));
  const off = ({ ageSeconds }) => Math.abs(ageSeconds * 1_000 - age);
  const [nearest] = connections.sort((a, b) => off(a) - off(b));
  return nearest?.verdict && (ids.size === 1 || off(nearest) <= LIKE_AGE) ? nearest : undefined;
}

/** `{instance}` that holds the open connection; `{instances}` that answered and do not know it. */
export async function askInstance(label, isWanted) {
  const { connection, instances } = await search(label, ({ server }) => server?.instance, { isWanted });
  return connection ? { instance: connection.server.instance } : { instances };
}

/** The connection of this label that `isFit`; else whose answers were without it, null if there were none. */
async function search(label, isFit, { isWanted = () => true, pick = ([newest]) => newest } = {}) {
  const instances = new Set();
  let isAnswered = false;
  for (const [i, wait] of PATIENCE.entries()) {
    if (!isWanted()) break;
    const found = await askReplicas(`api/connections?label=${label}`, i, wait);
    const connection = pick(found.flatMap((answer) => answer?.connections ?? []).filter(isFit));
    if (connection) return { connection };
    for (const answer of found.filter(Boolean)) {
      isAnswered = true;
      if (answer.instance) instances.add(answer.instance);
    }
  }
  return { instances: isAnswered ? [...instances] : null };
}

/** `{refusal}`: what the server answered to the handshake; `{unseen: true}` if it saw none; null if it cannot be asked. */
export async function askRefusal(label) {
  let pending;
  for (const [i, wait] of PATIENCE.entries()) {
    const found = (await askReplicas(`api/refusals?label=${label}`, i, wait)).filter(Boolean);
    if (!found.length) return null;
    const refusal = found.map(({ refusals }) => refusals?.[0]).find(Boolean);
    if (refusal && refusal.state !== 'pending') return { refusal };
    // The answer can be here before the server's account of it; one that nobody has seen is not waited for.
    if (!refusal && i) break;
    pending = refusal;
  }
  return pending ? { refusal: pending } : { unseen: true };
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

async function askReplicas(path, round, wait) {
  await new Promise((resume) => setTimeout(resume, wait));
  return Promise.all(Array.from({ length: round ? AT_ONCE : 1 }, () => ask(path)));
}

async function ask(path) {
  try {
    const response = await fetch(path, { cache: 'no-store', signal: AbortSignal.timeout(HTTP_TIMEOUT) });
    return response.ok ? { ...(await response.json()), instance: response.headers.get('Echosounder-Instance') } : null;
  } catch {
    return null;
  }
}
