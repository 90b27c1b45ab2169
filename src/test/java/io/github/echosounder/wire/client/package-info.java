/**
 * A WebSocket client for the wire tests that can do everything right and anything wrong, byte by
 * byte.
 */
@org.jspecify.annotations.NullMarked
package io.github.echosounder.wire.client;
