/**
 * A WebSocket client (RFC 6455, 7692) that hides nothing: each frame as it is to be sent, each as
 * it came, the bytes of the handshake, how long each phase of it took and how TCP ended.
 *
 * <p>{@link io.github.echosounder.client.Client} opens a {@link
 * io.github.echosounder.client.Connection}, which tells a {@link
 * io.github.echosounder.client.Listener} on its event loop what happens. {@link
 * io.github.echosounder.client.BlockingConnection} is the same for one thread that waits, no wait
 * without a bound.
 */
@NullMarked
package io.github.echosounder.client;

import org.jspecify.annotations.NullMarked;
