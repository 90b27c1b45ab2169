/** The same connection from elsewhere: commands to copy. */

const COMMANDS = {
  websocat: (url, protocols) => `websocat ${protocols.map((name) => `--protocol ${quoted(name)} `).join('')}${quoted(url)}`,
  wscat: (url, protocols) => `wscat ${protocols.map((name) => `-s ${quoted(name)} `).join('')}-c ${quoted(url)}`,
  curl: (url, protocols) => [
    'curl --http1.1 --include --no-buffer',
    "-H 'Connection: Upgrade' -H 'Upgrade: websocket'",
    `-H 'Sec-WebSocket-Version: 13' -H 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=='`,
    protocols.length ? `-H ${quoted(`Sec-WebSocket-Protocol: ${protocols.join(', ')}`)}` : '',
    quoted(url.replace(/^ws/, 'http')),
  ].filter(Boolean).join(' '),
  javascript: (url, protocols) =>
    `const socket = new WebSocket(${JSON.stringify(url)}${protocols.length ? `, ${JSON.stringify(protocols)}` : ''});\n`
    + 'socket.onmessage = ({ data }) => console.log(data);\nsocket.onopen = () => socket.send("hello");',
};

export function command(kind, url, protocols) {
  return COMMANDS[kind](url, protocols);
}

/** For a POSIX shell. */
function quoted(text) {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
