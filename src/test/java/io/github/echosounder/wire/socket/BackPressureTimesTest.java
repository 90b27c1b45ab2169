package io.github.echosounder.wire.socket;

import static io.github.echosounder.wire.client.ClientFrame.text;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** How long a peer was not read from. */
class BackPressureTimesTest {

  @Test
  void theTimeIsThatFromTheFirstReplyNotTakenToTheLastOneTaken() {
    try (Loop loop = new Loop()) {
      long start = System.nanoTime();
      loop.open().takes(0).send(text("waits")).takesAll();
      long most = System.nanoTime() - start;
      long told = loop.traffic().blockedNanos().sum();
      assertTrue(told > 0 && told <= most, told + " of " + most);
    }
  }
}
