/**
 * The protocol, RFC 6455 and 7692: bytes to frames and frames to bytes. It knows buffers, and no
 * channel.
 */
@org.jspecify.annotations.NullMarked
package io.github.echosounder.wire.frame;
