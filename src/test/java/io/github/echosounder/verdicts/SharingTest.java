package io.github.echosounder.verdicts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.echosounder.session.Connection;
import io.github.echosounder.session.Refusal;
import io.github.echosounder.wire.client.RawSocket;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is told to a Redis, and what is made of what it tells. */
class SharingTest {

  private static final String GONE = "0badf00d";
  private static final String ID = GONE + "-0123456789abcdef01234567";

  private final RedisDouble redis = new RedisDouble();
  private final ObjectMapper json = new ObjectMapper();
  private final Sharing sharing =
      new Sharing(redis, json, "00000001", Duration.ofHours(1), List::of, List::of, id -> null);
  private final Shared shared = new Shared(redis, sharing, json);

  @AfterEach
  void end() throws Exception {
    redis.isAnswering = true;
    sharing.end();
  }

  @Test
  void whoTellsNeverWaitsAndWhatThereIsNoRoomForIsCounted() {
    redis.isAnswering = false;
    sharing.start();
    for (int i = 0; i < 10_000; i++) {
      sharing.tell(refusal(i));
    }
    assertTrue(sharing.leftOut() >= 10_000 - 4096 - 128, "left out: " + sharing.leftOut());
    assertTrue(redis.values.isEmpty());
  }

  private static RefusalAccount refusal(int number) {
    return RefusalAccount.of(
        new Refusal("id-" + number, "/ws", "192.0.2.1:1", 400, "no", null),
        new Server("00000001", null, null, null));
  }

  @Test
  void aConnectionOfAnInstanceThatSaysThatItIsThereIsOpen() throws Exception {
    startAnswering();
    connectionOfGone();
    redis.values.put(Keys.beat(GONE), Long.toString(redis.seconds - 10));
    assertEquals("open", state());
  }

  @Test
  void ofAnInstanceThatNeverSaidThatItIsThereNobodyKnows() throws Exception {
    startAnswering();
    connectionOfGone();
    assertEquals("unknown", state());
  }

  @Test
  void whereRedisHasNotAnsweredForLongSilenceSaysNothing() throws Exception {
    startAnswering();
    connectionOfGone();
    redis.values.put(Keys.beat(GONE), Long.toString(redis.seconds - 1000));
    assertEquals("unknown", state());
  }

  private void startAnswering() {
    sharing.start();
    for (int left = 500; !sharing.isAnswering(); left--) {
      assertTrue(left > 0, "no beat");
      RawSocket.pause(10);
    }
  }

  private void connectionOfGone() throws Exception {
    Account open =
        Account.of(
            new Connection(ID, new Connection.Handshake("/ws", "192.0.2.1:1", "", "", null)),
            null,
            new Server(GONE, null, null, null));
    redis.values.put(Keys.entry(Kept.Kind.CONNECTION, ID), json.writeValueAsString(open));
  }

  private String state() throws Exception {
    JsonNode known = shared.find(Kept.Kind.CONNECTION, ID).get();
    return Objects.requireNonNull(known).get("state").asText();
  }
}
