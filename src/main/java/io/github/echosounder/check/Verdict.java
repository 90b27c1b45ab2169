package io.github.echosounder.check;

/**
 * What a check found.
 *
 * @param line one line for people
 */
record Verdict(Kind kind, String line) {

  /** How far the check came. A script tells them apart by the exit code. */
  enum Kind {
    GOOD(0),
    USAGE(2),
    /** No TCP connection: the name, the port, or a firewall. */
    UNREACHABLE(3),
    /** TCP, but no TLS that is trusted. */
    TLS(4),
    /** HTTP, but no 101: the path, or a proxy that does not pass the upgrade. */
    REFUSED(5),
    /** A WebSocket, but what came back is not what was sent. */
    NOT_AN_ECHO(6),
    /** A WebSocket that stays silent. */
    SILENT(7),
    /**
     * The echoes were right, or still awaited, but the connection did not end with a clean close.
     */
    CUT(8);

    private final int exitCode;

    Kind(int exitCode) {
      this.exitCode = exitCode;
    }

    int exitCode() {
      return exitCode;
    }
  }

  boolean isGood() {
    return kind == Kind.GOOD;
  }
}
