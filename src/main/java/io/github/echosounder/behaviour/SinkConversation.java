package io.github.echosounder.behaviour;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Takes everything, and tells each second how much: `{"seconds", "messages", "bytes",
 * "messagesPerSecond", "bytesPerSecond"}`, and once more of all ahead of the answer to a Close.
 */
final class SinkConversation implements Conversation {

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final int CLOSE = 8;

  private long openedNanos;
  private long messages;
  private long bytes;

  // As of the last report.
  private long reportedNanos;
  private long reportedMessages;
  private long reportedBytes;

  @Override
  public List<Step> on(Event event, long nowNanos) {
    if (event instanceof Event.Opened) {
      openedNanos = nowNanos;
      reportedNanos = nowNanos;
      return List.of(new Step.Wake(nowNanos + SECOND));
    }
    if (event instanceof Event.Message message) {
      messages++;
      bytes += message.bytes();
    } else if (event instanceof Event.Due due) {
      return second(due.isBlocked(), nowNanos);
    } else if (event instanceof Event.Control control
        && control.facts().frame().opcode() == CLOSE) {
      return List.of(report(openedNanos, 0, 0, nowNanos));
    }
    return List.of();
  }

  /** Of a second in which the peer takes nothing the next report tells. */
  private List<Step> second(boolean isBlocked, long nowNanos) {
    Step wake = new Step.Wake(nowNanos + SECOND);
    if (isBlocked) {
      return List.of(wake);
    }
    Step report = report(reportedNanos, reportedMessages, reportedBytes, nowNanos);
    reportedNanos = nowNanos;
    reportedMessages = messages;
    reportedBytes = bytes;
    return List.of(report, wake);
  }

  private Step report(long sinceNanos, long messagesBefore, long bytesBefore, long nowNanos) {
    double seconds = Math.max(nowNanos - sinceNanos, 1) / (double) SECOND;
    long newMessages = messages - messagesBefore;
    long newBytes = bytes - bytesBefore;
    String json =
        String.format(
            Locale.ROOT,
            "{\"seconds\":%.3f,\"messages\":%d,\"bytes\":%d,"
                + "\"messagesPerSecond\":%.1f,\"bytesPerSecond\":%.1f}",
            seconds,
            newMessages,
            newBytes,
            newMessages / seconds,
            newBytes / seconds);
    return new Step.Send(true, ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8)), nowNanos, 1);
  }
}
