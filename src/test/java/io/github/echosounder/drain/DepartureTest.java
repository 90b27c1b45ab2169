package io.github.echosounder.drain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.session.Cause;
import io.github.echosounder.session.Connection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who is closed by a drain and by a rehearsal, how, and what is told of it. */
@Timeout(60) // where a drain waits for its time, that is a year
class DepartureTest {

  private static final String NONE = "0s";
  private static final String LONG = "365d";
  private static final long DEFAULT_NANOS = TimeUnit.SECONDS.toNanos(5);

  @Test
  void whoDoesNotAnswerWithinTheCloseTimeoutIsCutAndCountedAsForced() {
    try (LoneDrain lone = LoneDrain.of(NONE, NONE, "100ms")) {
      AtomicLong closed = new AtomicLong();
      lone.open("deaf ", false, () -> closed.set(System.nanoTime()));
      lone.open();
      lone.leave();
      assertTrue(System.nanoTime() - closed.get() < DEFAULT_NANOS, "the default was waited for");
      assertEquals("deaf abort", lone.told().get(lone.told().size() - 1));
      assertEquals(1, lone.drain().cleanEnds());
      assertEquals(1, lone.drain().forcedEnds());
      assertEquals("drain ends clean=1 forced=1", lone.log().get(1), lone.log().toString());
    }
  }

  @Test
  void whoDoesNotAnswerIsWaitedForUntilTheCloseTimeout() {
    try (LoneDrain lone = LoneDrain.of(NONE, NONE, LONG)) {
      lone.open("", false, () -> {});
      lone.leaveMeanwhile();
      assertEquals(List.of("entrance", "close:1001"), lone.told());
      assertEquals(1, lone.drain().remaining());
    }
  }

  @Test
  void whoJoinsInTheWindowIsClosedInItToo() throws InterruptedException {
    try (LoneDrain lone = LoneDrain.of(NONE, "2s", "5s")) {
      lone.openSome();
      Thread leaving = lone.leaveMeanwhile();
      for (int i = 0; i < 100; i++) {
        lone.open("late ", true, () -> {});
      }
      leaving.join();
      // The last ones of a busy machine may be too late for the window.
      int inTime = lone.told().indexOf("entrance");
      assertTrue(lone.told().subList(0, inTime).contains("late boundary:1001"));
      assertEquals(200, lone.drain().cleanEnds());
    }
  }

  @Test
  void whoArrivesWhenTheEntranceHasJustClosedIsClosedToo() {
    try (LoneDrain lone = LoneDrain.of(NONE, NONE, "5s")) {
      lone.onEntrance(() -> {
        Thread drain = Thread.currentThread();
        new Thread(
                () -> {
                  LoneDrain.await(
                      () -> !drain.isAlive() || drain.getState() == Thread.State.TIMED_WAITING);
                  lone.open();
                })
            .start();
      });
      lone.leave();
      assertEquals(List.of("entrance", "close:1001"), lone.told());
    }
  }

  @Test
  void aChosenFailureThatComesLateIsHurriedLikeThoseThatWaited() {
    try (LoneDrain lone = LoneDrain.of(NONE, NONE, "5s")) {
      lone.postpone("waited", () -> lone.postpone("late", () -> {}));
      lone.leave();
      assertEquals(List.of("entrance", "waited", "late"), lone.told());
    }
  }

  @Test
  void aRehearsalLeavesThoseWhoComeBackAndTheEntrance() {
    try (LoneDrain lone = LoneDrain.of(NONE, NONE, LONG)) {
      Connection last = lone.open("last ", false, () -> {});
      assertTrue(lone.drain().rehearse());
      LoneDrain.await(() -> !lone.told().isEmpty());
      lone.open("back ", true, () -> {});
      last.ending().tcpEnded(Cause.TCP_END, "");
      lone.connections().closed(last);
      lone.awaitEnd();
      assertEquals(List.of("last close:1001"), lone.told());
      assertEquals(1, lone.connections().count());
    }
  }

  @Test
  void thereIsOneRehearsalAtATime() {
    try (LoneDrain lone = LoneDrain.of(LONG, NONE, "5s")) {
      assertTrue(lone.drain().rehearse());
      assertFalse(lone.drain().rehearse());
    }
  }

  @Test
  void aRehearsalIsBrokenOffByTheEnd() throws InterruptedException {
    try (LoneDrain lone = LoneDrain.of(LONG, LONG, "5s")) {
      lone.open();
      assertTrue(lone.drain().rehearse());
      Thread leaving = lone.leaveMeanwhile();
      String said = "drain rehearsal broken off by the end of this instance clean=0 forced=0";
      LoneDrain.await(() -> lone.log().contains(said));
      assertTrue(lone.drain().isUnderWay());
      lone.drain().hasten();
      leaving.join();
      assertEquals(List.of("entrance", "close:1001"), lone.told());
    }
  }

  @Test
  void whileItDrainsAnInstanceIsNotReadyAndSaysHowManyAreLeft() {
    try (LoneDrain lone = LoneDrain.of(LONG, NONE, "5s")) {
      lone.openSome();
      NotDraining check = new NotDraining(lone.drain());
      assertEquals(Status.UP, check.call().getStatus());
      assertEquals(0L, remaining(check.call()));
      lone.leaveMeanwhile();
      assertEquals(Status.DOWN, check.call().getStatus());
      assertEquals(100L, remaining(check.call()));
    }
  }

  private static Object remaining(HealthCheckResponse response) {
    return Objects.requireNonNull(response.getData().orElseThrow().get("remaining"));
  }
}
