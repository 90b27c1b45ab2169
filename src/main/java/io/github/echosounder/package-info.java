/**
 * Echosounder, a WebSocket echo service that shows what the network does to WebSockets.
 *
 * <p>How a message travels, one package after the other:
 *
 * <ul>
 *   <li>{@code handshake}: may it come in? Judges the request before anything is upgraded.
 *   <li>{@code wire}: what crosses the socket. Upgrades the channel, reads frames, validates and
 *       unmasks them where they lie, writes replies, holds back who does not read. The only package
 *       that sees Netty.
 *   <li>{@code session}: one open connection, its counters and its end; who is connected.
 *   <li>{@code endpoint}: the Jakarta endpoints {@code /} and {@code /ws}, thin.
 * </ul>
 *
 * <p>Around it:
 *
 * <ul>
 *   <li>{@code drain}: leaving without loss, from SIGTERM to exit code 0.
 *   <li>{@code observe}: metrics, log lines, readiness.
 *   <li>{@code web}: REST resources for the page, {@code /metrics}, {@code /api}.
 *   <li>{@code check}: a command that checks any WebSocket echo from outside.
 * </ul>
 *
 * <p>Here: {@link io.github.echosounder.settings.EchosounderConfig}, every setting; {@link
 * io.github.echosounder.settings.SettingsCheck}, which refuses wrong ones; {@link
 * io.github.echosounder.settings.EventLoops}, how many threads serve; {@link
 * io.github.echosounder.Main}, from start to end.
 */
@org.jspecify.annotations.NullMarked
package io.github.echosounder;
