/**
 * What crosses the socket: frames, UTF-8, deflate, limits, back-pressure, flushing and the exact
 * echo. The only package that sees Netty.
 *
 * <p>A connection begins like this: {@code Acceptor} sees it accepted, {@code Arrival} waits for
 * its first bytes and its turn, {@code RequestHead} reads a plain handshake, {@code ChannelUpgrade}
 * opens the WebSocket; for all else there is HTTP, and the filter of handshakes behind it.
 *
 * <p>A frame travels like this: {@code SocketHandler} takes what was read, {@code FrameReader}
 * finds the frames in it, unmasks and validates them where they lie, and hands them to a {@code
 * Receiver}: {@code Relay} turns each into its own reply in place, {@code Messages} joins them for
 * the endpoint. {@code Turn} sends the replies, when the event loop has read its other connections
 * too.
 */
@org.jspecify.annotations.NullMarked
package io.github.echosounder.wire;
