package io.github.echosounder.wire.client;

/** What a server may answer to compressed messages, read by two inflaters that may disagree. */
public final class CompressedVerdict {
  private enum Answer {
    ECHO,
    ECHO_OR_CLOSE,
    CLOSE,
    ANYTHING
  }

  private static final int[] CODES = {1002, 1007, 1009};

  private final ReferenceInflater reference = new ReferenceInflater(15);
  private final Deflate zlib = new Deflate();
  private Answer answer = Answer.ECHO;
  private byte[] echo = new byte[0];

  /** Reads the next message. */
  public void read(byte[] wire, boolean text) {
    answer = Answer.ECHO;
    try {
      echo = reference.message(wire);
    } catch (BitReader.Truncated e) {
      answer = Answer.ANYTHING;
      return;
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      // Near the end zlib may wait for more before it sees the fault, and so may a server.
      answer = zlibReads(wire) ? Answer.ANYTHING : Answer.CLOSE;
      return;
    }
    if (reference.sawFinalBlock()) {
      answer = Answer.ANYTHING;
    } else if (text && !Utf8Judge.isText(echo, 0)) {
      answer = Answer.CLOSE;
    } else if (!zlibReads(wire)) {
      answer = Answer.ECHO_OR_CLOSE; // zlib is stricter about the code lengths than it must be
    }
  }

  private boolean zlibReads(byte[] wire) {
    try {
      zlib.inflate(wire);
      return true;
    } catch (AssertionError e) {
      return false;
    }
  }

  /** Reads the answer; false if there can be no further message. */
  public boolean check(Peer peer, int opcode) {
    switch (answer) {
      case ECHO -> peer.expect(opcode, echo);
      case CLOSE -> peer.expectCloseInTheEnd(CODES);
      default -> {}
    }
    return answer == Answer.ECHO;
  }

  @Override
  public String toString() {
    return answer + " " + Bytes.show(echo);
  }
}
