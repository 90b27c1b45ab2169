package io.github.echosounder.wire.reply;

import io.github.echosounder.session.Connection;
import io.github.echosounder.session.Traffic;
import io.github.echosounder.session.Traffic.Count;

/** Counts the messages that one read brings, so that the shared counters are touched once. */
public final class Tally {

  private final Connection connection;
  private final Traffic traffic;
  private final int prefixBytes;

  private int texts;
  private int binaries;
  private long textBytes;
  private long binaryBytes;

  /** {@code prefixBytes} is how much longer the reply to a text is. */
  public Tally(Connection connection, Traffic traffic, int prefixBytes) {
    this.connection = connection;
    this.traffic = traffic;
    this.prefixBytes = prefixBytes;
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

  /** Passes the counts on, for what was answered in both directions. */
  public void settle(boolean isAnswered) {
    if (texts > 0) {
      count(Count.TEXT_IN, texts, textBytes);
      if (isAnswered) {
        count(Count.TEXT_OUT, texts, textBytes + (long) texts * prefixBytes);
      }
      texts = 0;
      textBytes = 0;
    }
    if (binaries > 0) {
      count(Count.BINARY_IN, binaries, binaryBytes);
      if (isAnswered) {
        count(Count.BINARY_OUT, binaries, binaryBytes);
      }
      binaries = 0;
      binaryBytes = 0;
    }
  }

  private void count(Count count, int messages, long bytes) {
    traffic.add(count, messages, bytes);
    if (count == Count.TEXT_IN || count == Count.BINARY_IN) {
      connection.countIn(messages, bytes);
    } else {
      connection.countOut(messages, bytes);
    }
  }
}
