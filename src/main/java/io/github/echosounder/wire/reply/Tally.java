package io.github.echosounder.wire.reply;

import io.github.echosounder.session.Connection;
import io.github.echosounder.session.Traffic;
import io.github.echosounder.session.Traffic.Count;

/** Counts the messages that one read brings, so that the shared counters are touched once. */
public final class Tally {

  private final Connection connection;
  private final Traffic traffic;

  private int texts;
  private int binaries;
  private long textBytes;
  private long binaryBytes;

  public Tally(Connection connection, Traffic traffic) {
    this.connection = connection;
    this.traffic = traffic;
  }

  public void message(boolean isText, long bytes) {
    traffic.messageBytes().record(bytes);
    if (isText) {
      texts++;
      textBytes += bytes;
    } else {
      binaries++;
      binaryBytes += bytes;
    }
  }

  public void compressed(long onTheWire, long inflated) {
    traffic.addCompressed(onTheWire, inflated);
  }

  /** Passes the counts on; what is relayed has gone out as it came in. */
  public void settle(boolean isRelayed) {
    if (texts > 0) {
      count(Count.TEXT_IN, Count.TEXT_OUT, isRelayed, texts, textBytes);
      texts = 0;
      textBytes = 0;
    }
    if (binaries > 0) {
      count(Count.BINARY_IN, Count.BINARY_OUT, isRelayed, binaries, binaryBytes);
      binaries = 0;
      binaryBytes = 0;
    }
  }

  private void count(Count in, Count out, boolean isRelayed, int messages, long bytes) {
    traffic.add(in, messages, bytes);
    connection.countIn(messages);
    if (isRelayed) {
      traffic.add(out, messages, bytes);
      connection.countOut(messages);
    }
  }
}
