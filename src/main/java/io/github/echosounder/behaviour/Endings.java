package io.github.echosounder.behaviour;

import io.github.echosounder.behaviour.Form.After;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A conversation that ends, or stalls, when its knobs say so: after so many data messages received,
 * the last of which is still answered, or so long after the opening.
 */
final class Endings implements Conversation {

  private static final int NORMAL_CLOSURE = 1000;

  private final Conversation inner;
  private final List<Ending> endings;
  private long messages;
  private long openedNanos;
  private boolean isOver;

  /** What {@link #inner} asked for; the maximum for nothing. */
  private long innerWake = Long.MAX_VALUE;

  private record Ending(After after, Step step) {}

  private Endings(Conversation inner, List<Ending> endings) {
    this.inner = inner;
    this.endings = endings;
  }

  static Conversation of(Knobs knobs, Conversation inner) {
    List<Ending> endings = new ArrayList<>();
    // Of those that are due together, the one that says most goes first.
    add(endings, knobs.get(Knob.STALL_AFTER), new Step.StopReading());
    add(
        endings,
        knobs.get(Knob.CLOSE_AFTER),
        new Step.Close(
            knobs.get(Knob.CLOSE_CODE, NORMAL_CLOSURE), knobs.get(Knob.CLOSE_REASON, "")));
    add(endings, knobs.get(Knob.END_AFTER), new Step.End());
    add(endings, knobs.get(Knob.RESET_AFTER), new Step.Reset());
    return endings.isEmpty() ? inner : new Endings(inner, endings);
  }

  private static void add(List<Ending> endings, @Nullable After after, Step step) {
    if (after != null) {
      endings.add(new Ending(after, step));
    }
  }

  @Override
  public List<Step> on(Event event, long nowNanos) {
    if (isOver) {
      return List.of();
    }
    List<Step> steps = new ArrayList<>(2);
    boolean isTime = event instanceof Event.Due;
    if (event instanceof Event.Opened) {
      openedNanos = nowNanos;
    } else if (event instanceof Event.Message) {
      messages++;
    }
    if (!isTime || nowNanos >= innerWake) {
      innerWake = isTime ? Long.MAX_VALUE : innerWake;
      take(inner.on(event, nowNanos), steps);
    }
    addDue(nowNanos, steps);
    addWake(steps);
    return steps;
  }

  private void take(List<Step> asked, List<Step> steps) {
    for (Step step : asked) {
      if (step instanceof Step.Wake wake) {
        innerWake = wake.atNanos();
      } else {
        steps.add(step);
        isOver |= isEnd(step);
      }
    }
  }

  private void addDue(long nowNanos, List<Step> steps) {
    for (var at = endings.iterator(); at.hasNext() && !isOver; ) {
      Ending ending = at.next();
      if (isDue(ending.after(), nowNanos)) {
        at.remove();
        steps.add(ending.step());
        isOver = isEnd(ending.step());
      }
    }
  }

  private static boolean isEnd(Step step) {
    return step instanceof Step.Close || step instanceof Step.End || step instanceof Step.Reset;
  }

  private boolean isDue(After after, long nowNanos) {
    return after instanceof After.Time time
        ? nowNanos - openedNanos >= time.duration().toNanos()
        : after instanceof After.Messages count && messages >= count.count();
  }

  private void addWake(List<Step> steps) {
    long wake = innerWake;
    for (Ending ending : endings) {
      if (ending.after() instanceof After.Time time) {
        wake = Math.min(wake, openedNanos + time.duration().toNanos());
      }
    }
    if (wake != Long.MAX_VALUE && !isOver) {
      steps.add(new Step.Wake(wake));
    }
  }
}
