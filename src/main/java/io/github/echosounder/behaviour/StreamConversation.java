package io.github.echosounder.behaviour;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Server push: numbered, time-stamped messages, paced or as fast as the peer takes them. A peer
 * that does not take them gets none meanwhile, and no number is left out.
 */
final class StreamConversation implements Conversation {

  /** How many bytes go out before it is looked whether the peer takes them. */
  private static final int MOST_AT_ONCE = 256 * 1024;

  /** How many messages do. */
  private static final int MOST_MESSAGES_AT_ONCE = 64;

  private static final int NORMAL_CLOSURE = 1000;

  private final long count;
  private final StreamMessage message;
  private final PushShare share;
  private final double nanosPerMessage;

  private long sent;
  private long openedNanos;

  /** {@code rate} bounds what all streams are sent together, whatever is asked for. */
  StreamConversation(Knobs knobs, InstantSource time, PushRate rate) {
    this.count = knobs.get(Knob.COUNT, Long.MAX_VALUE);
    this.message = StreamMessage.of(knobs, time);
    this.share = new PushShare(rate);
    double second = TimeUnit.SECONDS.toNanos(1);
    this.nanosPerMessage =
        knobs.has(Knob.UNTIL_FULL) ? 0 : second / knobs.get(Knob.STREAM_RATE, 1L);
  }

  @Override
  public List<Step> on(Event event, long nowNanos) {
    if (event instanceof Event.Opened) {
      openedNanos = nowNanos;
      return push(nowNanos);
    }
    boolean mayPush =
        event instanceof Event.Room || (event instanceof Event.Due due && !due.isBlocked());
    return mayPush ? push(nowNanos) : List.of();
  }

  private List<Step> push(long nowNanos) {
    List<Step> steps = new ArrayList<>();
    int bytes = 0;
    while (sent < count) {
      long at = dueNanos(sent);
      boolean isEnough = bytes >= MOST_AT_ONCE || steps.size() >= MOST_MESSAGES_AT_ONCE;
      if (at <= nowNanos && !isEnough) {
        at = share.take(message.size(), dueBy(nowNanos), nowNanos);
      }
      if (at > nowNanos || isEnough) {
        steps.add(new Step.Wake(Math.max(at, nowNanos)));
        return steps;
      }
      sent++;
      bytes += message.size();
      steps.add(new Step.Send(message.isText(), message.next(sent), nowNanos, 1));
    }
    steps.add(new Step.Close(NORMAL_CLOSURE, ""));
    return steps;
  }

  /** How many messages are to go by now. */
  private long dueBy(long nowNanos) {
    if (nanosPerMessage == 0) {
      return count - sent;
    }
    long due = (long) ((nowNanos - openedNanos) / nanosPerMessage) + 1;
    return Math.max(1, Math.min(due, count) - sent);
  }

  private long dueNanos(long number) {
    return openedNanos + (long) (number * nanosPerMessage);
  }
}
