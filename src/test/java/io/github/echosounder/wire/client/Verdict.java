package io.github.echosounder.wire.client;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** What a server may answer to a stream of bytes. */
public final class Verdict {
  /** Whole messages and pings of the stream, in order. */
  public final List<ClientFrame> messages = new ArrayList<>();

  public final List<ClientFrame> pings = new ArrayList<>();

  /** What has come of a message that is not finished, or was not when the stream went wrong. */
  public byte[] unfinished = new byte[0];

  /** The codes with which the server must end the connection; none if it must not. */
  public final TreeSet<Integer> mustCloseWith = new TreeSet<>();

  /** The stream ends inside a header that is wrong already: refused now or when it is whole. */
  public boolean mayClose;

  /** The body that the Close must have, where the stream itself closed in order. */
  public byte[] closeBody = new byte[0];

  boolean isOver() {
    return mayClose || !mustCloseWith.isEmpty();
  }

  void refuse(Integer... codes) {
    mustCloseWith.addAll(List.of(codes));
  }

  @Override
  public String toString() {
    return messages.size()
        + " messages, "
        + pings.size()
        + " pings, unfinished "
        + Bytes.show(unfinished)
        + ", must close "
        + mustCloseWith
        + (mayClose ? ", may close" : "");
  }
}
