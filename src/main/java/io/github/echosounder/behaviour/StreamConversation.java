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

  /** How many go out before it is looked whether the peer takes them. */
  private static final int MOST_AT_ONCE = 64;

  private static final int NORMAL_CLOSURE = 1000;

  private final long count;
  private final StreamMessage message;
  private final double nanosPerMessage;

  private long sent;
  private long openedNanos;

  /** {@code mostBytesPerSecond} bounds what one connection may be sent, whatever is asked for. */
  StreamConversation(Knobs knobs, InstantSource time, long mostBytesPerSecond) {
    this.count = knobs.get(Knob.COUNT, Long.MAX_VALUE);
    this.message = StreamMessage.of(knobs, time);
    double second = TimeUnit.SECONDS.toNanos(1);
    double asked = knobs.has(Knob.UNTIL_FULL) ? 0 : second / knobs.get(Knob.STREAM_RATE, 1L);
    this.nanosPerMessage = Math.max(asked, second * message.size() / mostBytesPerSecond);
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
    int left = MOST_AT_ONCE;
    while (sent < count && left-- > 0 && dueNanos(sent) <= nowNanos) {
      sent++;
      steps.add(new Step.Send(message.isText(), message.next(sent), nowNanos, 1));
    }
    if (sent == count) {
      steps.add(new Step.Close(NORMAL_CLOSURE, ""));
    } else {
      steps.add(new Step.Wake(Math.max(dueNanos(sent), nowNanos)));
    }
    return steps;
  }

  private long dueNanos(long number) {
    return openedNanos + (long) (number * nanosPerMessage);
  }
}
