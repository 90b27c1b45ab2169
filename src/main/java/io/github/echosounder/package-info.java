/**
 * Echosounder, a WebSocket echo service that shows what the network does to WebSockets.
 *
 * <p>A connection on its way in, from accept to 101:
 *
 * <ul>
 *   <li>{@code wire.opening}: reads the handshake, from the first bytes of a connection (whole, in
 *       pieces, or behind TLS) or from Quarkus' HTTP, and writes the answer. {@code SocketOpening}
 *       takes the {@code Plan} from the answer and makes the open socket. The only package that
 *       sees the insides of Vert.x, which serves HTTP.
 *   <li>{@code handshake}: decides. {@code Doorway} makes of each {@code HandshakeRequest} one
 *       {@code Answer}: open, refuse, or a failure of the client's choice. No socket, no I/O; but a
 *       connection that may open, or has to wait for its failure, has its place reserved.
 *   <li>{@code behaviour}: what a connection is to do: the table of endpoints, and the {@code Plan}
 *       of each. No clock, no I/O.
 * </ul>
 *
 * <p>A message on its way through an open socket:
 *
 * <ul>
 *   <li>{@code wire.socket}: one open socket. {@code Inbound} reads, in turns with the other
 *       connections of the event loop; {@code Outbox} writes, and stops reading while the peer does
 *       not take its replies. Beside them: timers, pings, the closing handshake.
 *   <li>{@code wire.frame}: the protocol, bytes to frames and frames to bytes. {@code FrameReader}
 *       passes payload to a {@code FrameSink}. Buffers, no channel.
 *   <li>{@code wire.reply}: the sinks, which make the replies: {@code Relay} turns a frame into its
 *       reply in the buffer it was read into, {@code Recoder} inflates and deflates again.
 * </ul>
 *
 * <p>A connection whose query has knobs takes a longer way: a sink assembles each message, {@code
 * Script} tells the {@code Conversation} of its {@code Plan} about it and takes the steps that this
 * answers with, and {@code Pace} holds a reply back until its time, before the {@code Outbox}.
 *
 * <p>Around them:
 *
 * <ul>
 *   <li>{@code settings}: every setting with its range; refuses wrong ones. For all packages.
 *   <li>{@code session}: one connection's life: its id, counters and end. {@code Cause} is why it
 *       ended, {@code Verdict} all that is known of it. Which connections are open, the memory they
 *       hold together, and who is told when one opens or closes.
 *   <li>{@code endpoint}: the classes that Jakarta's WebSocket API wants: each declares a path,
 *       which {@code wire} serves.
 *   <li>{@code drain}: leaving without loss, from SIGTERM until no connection is left.
 *   <li>{@code verdicts}: what is known of connections, open and ended, and of refused handshakes.
 *   <li>{@code observe}: metrics, log lines, traces. {@code session} tells it, as an observer.
 *   <li>{@code web}: REST resources for the page, {@code /metrics}, {@code /api}.
 *   <li>{@code client}: a WebSocket client that hides nothing, for the commands.
 *   <li>{@code command}: what the commands have in common: the forms of arguments, the terminal.
 *   <li>{@code check}: the command that finds out what is wrong with a path.
 *   <li>{@code load}: the command that counts what a path or a restart loses of many messages.
 * </ul>
 *
 * <p>The arrows, from who uses to who is used. An arrow includes what lies behind it: {@code
 * wire.opening} may use {@code wire.frame}. {@code ArchitectureTest} fails on any other.
 *
 * <pre>
 * wire.opening -> wire.socket -> wire.reply -> wire.frame
 * wire.opening -> handshake -> behaviour
 * wire.socket, wire.reply -> behaviour
 * handshake, wire.socket, wire.reply, drain, verdicts, observe, web -> session -> settings
 * observe, web -> drain, verdicts
 * endpoint, observe, web -> behaviour
 * check, load -> command -> client -> wire.frame
 * Main -> drain, settings, check, load
 * </pre>
 *
 * <p>Words: the <em>peer</em> is the other end of the TCP connection; the <em>client</em> is the
 * program that opened the WebSocket, perhaps behind a proxy. <em>The handshake</em> is the opening
 * one (RFC 6455, 4); the closing one (7) is always called so. A <em>Close</em> is the frame; a
 * connection is <em>closed</em> by one and <em>ends</em> with TCP. What is <em>held</em> is memory
 * kept for a peer.
 *
 * <p>Here: {@link io.github.echosounder.Main}, which starts the server or a command, and how the
 * process ends.
 */
@org.jspecify.annotations.NullMarked
package io.github.echosounder;
