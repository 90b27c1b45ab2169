/**
 * Echosounder, a WebSocket echo service that shows what the network does to WebSockets.
 *
 * <p>How a message travels, one package after the other:
 *
 * <ul>
 *   <li>{@code settings}: every setting with its range; refuses wrong ones.
 *   <li>{@code handshake}: may it come in? Pure: a {@code HandshakeRequest} gets an {@code Answer}
 *       from the {@code Doorway}.
 *   <li>{@code behaviour}: what a connection is to do: the table of endpoints, and the {@code Plan}
 *       of each. No clock, no I/O.
 *   <li>{@code wire.opening}: from an accepted connection to its 101. First bytes (whole, in
 *       pieces, or behind TLS) and Quarkus' HTTP are two sources of the same request; one class
 *       writes the answers. The only package that sees the insides of Vert.x and Undertow.
 *   <li>{@code wire.frame}: the protocol: bytes to frames and frames to bytes. Buffers, no channel.
 *   <li>{@code wire.reply}: what goes back: {@code Relay} turns a frame into its reply where it
 *       lies, {@code Recoder} inflates and deflates anew.
 *   <li>{@code wire.socket}: one open socket: {@code Inbound} reads in turns, {@code Outbox} writes
 *       and holds back, then timers and the close handshake. A delay of replies would go here,
 *       between a sink of {@code wire.reply} and the {@code Outbox}, asked for by a {@code Plan}.
 *   <li>{@code session}: one connection's life: its id, counters and end ({@code Cause}, {@code
 *       Verdict}); who is open, and the memory they hold together.
 *   <li>{@code endpoint}: the Jakarta endpoints: their paths, and a fault in one of them.
 * </ul>
 *
 * <p>Around it:
 *
 * <ul>
 *   <li>{@code drain}: leaving without loss, from SIGTERM to exit code 0.
 *   <li>{@code verdicts}: what is known of connections, open and ended, and of refused handshakes.
 *   <li>{@code observe}: metrics, log lines, traces.
 *   <li>{@code web}: REST resources for the page, {@code /metrics}, {@code /api}.
 *   <li>{@code check}: a command that checks any WebSocket echo from outside.
 * </ul>
 *
 * <p>The arrows, from who uses to who is used; a test keeps them:
 *
 * <pre>
 * wire.opening -> wire.socket -> wire.reply -> wire.frame
 * wire.opening -> handshake -> behaviour
 * wire, handshake, endpoint, drain, verdicts, observe, web -> session -> settings
 * observe, web -> drain, verdicts
 * endpoint, observe, web -> behaviour
 * </pre>
 *
 * <p>Words: the <em>peer</em> is the other end of the TCP connection, the <em>client</em> who
 * opened the WebSocket. A <em>Close</em> is the frame; a connection is <em>closed</em> by one and
 * <em>ends</em> with TCP. What is <em>held</em> is memory kept for a peer.
 *
 * <p>Here: {@link io.github.echosounder.Main}, from start to end, and how a process ends.
 */
@org.jspecify.annotations.NullMarked
package io.github.echosounder;
