package io.github.echosounder.client;

/**
 * How long each phase of opening took, in nanoseconds; negative where it was not reached, or there
 * is none.
 */
public record Timings(long tcp, long tls, long upgrade) {}
