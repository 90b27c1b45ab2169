/**
 * From an accepted connection to its 101: {@link ServerChannels} and {@link Acceptor} put {@link
 * HandshakeDeadline} and {@link FirstBytes} into each connection; those read a handshake by
 * themselves, or set up HTTP, whose requests pass {@link RequestGate} and {@link HandshakeFilter};
 * either asks the doorway, {@link AnswerWriter} writes what it says, and {@link SocketOpening}
 * makes a WebSocket of the channel. The only package that knows how Vert.x and the extension are
 * built inside.
 */
@org.jspecify.annotations.NullMarked
package io.github.echosounder.wire.opening;
