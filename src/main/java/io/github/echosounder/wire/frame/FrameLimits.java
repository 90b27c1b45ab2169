package io.github.echosounder.wire.frame;

/**
 * Above which a message is refused with 1009, before memory is taken.
 *
 * @param messageBytes payload of a whole message, inflated
 * @param frameBytes payload that one frame announces
 */
public record FrameLimits(long messageBytes, long frameBytes) {}
