/** Sentences of the server, said in Chinese; what is not known here stays in the server's own words. */

import { language } from './wording.js';

const DURATION = '时长';

/** What a knob does; of an endpoint's own, with its path. */
const KNOBS = {
  delay: '每条回复都等待这么久，顺序不变。',
  jitter: '延迟上下浮动这么多。',
  rate: '回复不快于此，单位为字节每秒。',
  drop: '丢弃这一比例的回复。',
  duplicate: '这一比例的回复发送两次。',
  corrupt: '这一比例的回复有一个字节被改动；文本仍是 UTF-8。',
  fragment: '回复被切成这么多字节的分片。',
  prefix: '放在每条返回的文本之前。',
  greeting: '连接打开时发送一次的文本。',
  seed: '让随机效果每次都一样。',
  'close-after': '收到这么多条消息，或经过这么久之后，发送 Close。',
  'close-code': '该 Close 的代码。',
  'close-reason': '该 Close 的原因。',
  'reset-after': '收到这么多条消息，或经过这么久之后，重置 TCP。',
  'end-after': '同上，但不发 Close 就结束 TCP。',
  'stall-after': '同上，但不再读取任何数据。',
  ping: '两次 ping 之间的时间。',
  pong: '是否应答 ping。',
  compress: '是否同意 permessage-deflate。',
  subprotocol: '代替设置中的子协议；客户端必须提供它。',
  '/ws/stream.rate': '每秒消息数。',
  size: '每条消息的载荷字节数。',
  count: '发送这么多条消息后以 1000 关闭。',
  type: '消息的类型。',
  'until-full': '客户端读多快就发多快。',
  status: '应答的状态码。',
  'retry-after': 'Retry-After 响应头，单位为秒。',
  after: '推迟这么久才应答。',
  accept: '返回 101，但 Sec-WebSocket-Accept 是错的。',
  hang: '直到握手超时都不应答。',
  body: '响应正文，类型为 text/plain。',
};

/** The forms of a knob's value. */
const FORMS = [
  [/^a duration from (\S+) to (\S+), such as (\S+)$/, `${DURATION}，$1 到 $2，例如 $3`],
  [/^at least (\d+) for text \(.*\) and (\d+) for binary, at most (\d+) bytes, such as (\S+);.*$/,
    '文本至少 $1 字节（设置 count 时，每多一位数字加 1 字节），二进制至少 $2 字节，最多 $3 字节，例如 $4；K 和 KiB 为 1024，M 和 MiB 为 1048576'],
  [/^(\d+) to (\d+) bytes here, since each (text|binary) message holds its number and its time$/, '这里为 $1 到 $2 字节：每条消息都含序号和时间'],
  [/^(\d+) to (\d+) bytes, such as (\S+);.*$/, '$1 到 $2 字节，例如 $3；K 和 KiB 为 1024，M 和 MiB 为 1048576'],
  [/^0 to 1, such as 0\.01, or 0% to 100%, such as 1%$/, '0 到 1，例如 0.01；或 0% 到 100%，例如 1%'],
  [/^a whole number from (\S+) to (\S+)$/, '整数，$1 到 $2'],
  [/^a number of messages from (\d+) to (\d+), or a duration of (\S+) to (\S+), such as 10 or 5s$/, '消息条数（$1 到 $2），或时长 $3 到 $4，例如 10 或 5s'],
  [/^(.*\d), or (\d+ to \d+)$/, '$1 或 $2'],
  [/^text of at most (\d+) bytes of UTF-8$/, '文本，UTF-8 编码不超过 $1 字节'],
  [/^text of 1 to (\d+) bytes of UTF-8$/, '文本，UTF-8 编码为 1 到 $1 字节'],
  [/^on or off$/, 'on 或 off'],
  [/^(\S+) or (\S+)$/, '$1 或 $2'],
  [/^a signed decimal number of 64 bits$/, '64 位有符号十进制整数'],
  [/^the name alone, without a value$/, '只写名称，不带值'],
  [/^a token that the client offers$/, '客户端提供的子协议名'],
  [/^one that the client offers in Sec-WebSocket-Protocol$/, '客户端在 Sec-WebSocket-Protocol 中提供的一个'],
  [/^8 to 64 of A-Z, a-z, 0-9, _ and -$/, '8 到 64 个字符：A-Z、a-z、0-9、_ 和 -'],
];

const SENTENCES = [
  [/^This instance has all the connections it may have \((\d+), the setting (\S+)\); another one may have room\.$/,
    '本实例的连接数已达上限（$1，由设置 $2 决定）；其他实例可能还有空位。'],
  [/^Pages of the origin (\S+) may not connect; the setting (\S+) says which may\.$/,
    '来源 $1 的页面不允许连接；允许哪些来源由设置 $2 决定。'],
  [/^There is no WebSocket endpoint at (.+); there is one at each of \[(.+)\]\.$/,
    '$1 处没有 WebSocket 端点；有端点的路径是：$2。'],
  [/^There is nothing at ([^;]+); there are .*$/, '$1 处没有任何资源。'],
  [/^There is no knob (.+) at (\S+); the nearest known there is (\S+)\.$/, '$2 没有名为 $1 的参数；最接近的是 $3。'],
  [/^There is no knob (.+) at (\S+); it is a knob of (.+)\.$/, '$2 没有名为 $1 的参数；它是 $3 的参数。'],
  [/^There is no knob (.+) at (\S+); known there are (.+)\.$/, '$2 没有名为 $1 的参数；可用的有 $3。'],
  [/^There is no knob (.+) at (\S+); none is known there\.$/, '$2 没有名为 $1 的参数，也没有其他参数。'],
  [/^The query has a knob without a name; .*$/, '查询串中有一个没有名称的参数。'],
  [/^The knob (\S+) is given more than once; allowed is once\.$/, '参数 $1 出现了多次，只允许一次。'],
  [/^Knobs are switched off by the setting (\S+): .*$/, '设置 $1 关闭了查询参数：只允许 label，/ws/refuse 也不可用。'],
  [/^The knobs (\S+) and (\S+) contradict each other; allowed is one of them\.$/, '参数 $1 与 $2 互相矛盾，只能用其中一个。'],
  [/^The knob (\S+) has no value; allowed is (.+)\.$/, (_, knob, form) => `参数 ${knob} 没有值；允许：${translated(form, FORMS)}。`],
  [/^The knob (\S+) is ('.*'); allowed is (.+)\.$/, (_, knob, value, form) => `参数 ${knob} 的值是 ${value}；允许：${translated(form, FORMS)}。`],
  [/^asked for by the client's query: status (\d+)( after \d+ ms)?$/, '这正是查询串所要求的：状态码 $1$2。'],
  [/^asked for by the client's query: (.+)$/, '这正是查询串所要求的：$1。'],
  [/^missing (.+)$/, '缺少请求头：$1。'],
  [/^The request's head was not complete in time; the setting (\S+) says how long it may take\.$/,
    '请求头没有在规定时间内收全；时限由设置 $1 决定。'],
  [/^a setting of quarkus\.http has answered this handshake with (\d+)$/, 'quarkus.http 的某项设置以 $1 应答了这次握手。'],
];

export function inWords(sentence) {
  return language() === 'zh-CN' ? translated(sentence, SENTENCES) : sentence;
}

/** `effect` is what the server itself says. */
export function effectInWords(name, path, effect) {
  const known = language() === 'zh-CN' && (KNOBS[`${path}.${name}`] ?? KNOBS[name]);
  return known || `${effect[0].toUpperCase()}${effect.slice(1)}.`;
}

export function formInWords(form) {
  return language() === 'zh-CN' ? translated(form, FORMS) : form;
}

function translated(text, table) {
  const [pattern, words] = table.find(([pattern]) => pattern.test(text)) ?? [];
  return pattern ? text.replace(pattern, words) : text;
}
