package io.github.echosounder.wire.reply;

import io.github.echosounder.session.Connection;
import io.github.echosounder.session.Traffic;
import io.github.echosounder.session.Traffic.Count;

/** Counts the messages that one read brings, so that the shared counters are touched once. */
public final class Tally {

  private final Connection connection;
  private final Traffic traffic;
  private final int prefixBytes;
  private final boolean isEchoed;

  private int texts;
  private int binaries;
  private long textBytes;
  private long binaryBytes;

  /** {@code prefixBytes} is how much longer the reply to a text is. */
  public Tally(Connection connection, Traffic traffic, int prefixBytes) {
    this(connection, traffic, prefixBytes, true);
  }

  private Tally(Connection connection, Traffic traffic, int prefixBytes, boolean isEchoed) {
    this.isEchoed = isEchoed;
    this.connection = connection;
    this.traffic = traffic;
    this.prefixBytes = prefixBytes;
  }

  /** Of a connection whose replies are counted when they leave. */
  public static Tally ofReceived(Connection connection, Traffic traffic) {
    return new Tally(connection, traffic, 0, false);
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
      if (isAnswered && isEchoed) {
        count(Count.TEXT_OUT, texts, textBytes + (long) texts * prefixBytes);
      }
      texts = 0;
      textBytes = 0;
    }
    if (binaries > 0) {
      count(Count.BINARY_IN, binaries, binaryBytes);
      if (isAnswered && isEchoed) {
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
