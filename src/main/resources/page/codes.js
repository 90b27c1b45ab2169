/** The names of the close codes: RFC 6455, 7.4.1, and IANA's WebSocket Close Code Number Registry. */
const NAMES = {
  1000: 'Normal Closure',
  1001: 'Going Away',
  1002: 'Protocol Error',
  1003: 'Unsupported Data',
  1005: 'No Status Received',
  1006: 'Abnormal Closure',
  1007: 'Invalid Payload Data',
  1008: 'Policy Violation',
  1009: 'Message Too Big',
  1010: 'Mandatory Extension',
  1011: 'Internal Error',
  1012: 'Service Restart',
  1013: 'Try Again Later',
  1014: 'Bad Gateway',
  1015: 'TLS Handshake',
};

export function closeName(code) {
  return NAMES[code] ?? '';
}

/** The key of the sentence that says what the code means. */
export function closeMeaning(code) {
  if (NAMES[code]) return `close.${code}`;
  if (code >= 3000 && code < 4000) return 'close.3xxx';
  if (code >= 4000 && code < 5000) return 'close.4xxx';
  return 'close.unknown';
}
