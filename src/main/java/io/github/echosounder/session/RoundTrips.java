package io.github.echosounder.session;

/** How long the answers to a connection's pings took, in nanoseconds. */
public record RoundTrips(long count, long last, long least, long most, long total) {

  static RoundTrips first(long nanos) {
    return new RoundTrips(1, nanos, nanos, nanos, nanos);
  }

  RoundTrips and(long nanos) {
    return new RoundTrips(
        count + 1, nanos, Math.min(least, nanos), Math.max(most, nanos), total + nanos);
  }

  public long mean() {
    return total / count;
  }
}
