/** One open socket: reading, writing, back-pressure, timers and the close handshake. */
@org.jspecify.annotations.NullMarked
package io.github.echosounder.wire.socket;
