package io.github.echosounder.verdicts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.echosounder.session.Cause;
import io.github.echosounder.session.CloseStatus;
import io.github.echosounder.session.Connection;
import io.github.echosounder.session.Refusal;
import io.github.echosounder.session.ServerClose;
import io.github.echosounder.wire.client.RawSocket;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is told to a Redis, and what is made of what it tells. */
class SharingTest {

  private static final String GONE = "0badf00d";
  private static final String ID = GONE + "-0123456789abcdef01234567";

  private final List<Connection> open = new CopyOnWriteArrayList<>();
  private final List<Kept> past = new CopyOnWriteArrayList<>();
  private final Sharing.Memory memory =
      new Sharing.Memory() {
        @Override
        public Collection<Kept> past() {
          return past;
        }

        @Override
        public Collection<Connection> open() {
          return open;
        }

        @Override
        public Account account(Connection known) {
          return Account.of(known, null, new Server("00000001", null, null, null));
        }
      };
  private final RedisDouble redis = new RedisDouble();
  private final ObjectMapper json = new ObjectMapper();
  private final Sharing sharing =
      new Sharing(redis, json, "00000001", Duration.ofHours(1), true, memory);
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
      tell(refusal(i));
    }
    assertTrue(sharing.leftOut() >= 10_000 - 4096 - 128, "left out: " + sharing.leftOut());
    assertTrue(redis.values.isEmpty());
  }

  private void tell(Kept kept) {
    sharing.tell(() -> kept);
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

  @Test
  void ofAnInstanceThatIsSilentTheEndIsToldAsFarAsItWasSeen() throws Exception {
    Connection connection = connection(ID);
    connection.ending().closeReceived(new CloseStatus(4000, "done"));
    JsonNode known = judgedSilent(connection);
    assertEquals("ended", known.get("state").asText());
    assertTrue(known.get("closing").isNull());
    assertTrue(known.get("ended").isNull());
    assertEquals("client-close", known.at("/verdict/cause").asText());
    assertFalse(known.at("/verdict/tcpEndSeen").asBoolean());
    assertEquals("received", known.at("/verdict/closeFrames/0/direction").asText());
  }

  @Test
  void ofAnInstanceThatIsSilentWithoutAnyCloseItIsTheEndOfTheProcess() throws Exception {
    JsonNode known = judgedSilent(connection(ID));
    assertEquals("process-end", known.at("/verdict/cause").asText());
    // The clock of this Redis is decades behind.
    assertEquals(known.get("asOf"), known.get("lastHeard"));
    assertTrue(known.at("/verdict/reason").asText().endsWith(known.get("asOf").asText()));
  }

  @Test
  void ofAnInstanceThatIsSilentInItsDrainTheDrainIsForced() throws Exception {
    Connection connection = connection(ID);
    connection.ending().closeSent(new ServerClose(Cause.DRAIN, 1001, "leaving"));
    assertEquals("drain-forced", judgedSilent(connection).at("/verdict/cause").asText());
  }

  private JsonNode judgedSilent(Connection connection) throws Exception {
    Shared sure = new Shared(redis, new Sure(), json);
    redis.values.put(
        Keys.entry(Kept.Kind.CONNECTION, ID), json.writeValueAsString(memory.account(connection)));
    redis.values.put(Keys.beat("00000001"), Long.toString(redis.seconds - 1000));
    return Objects.requireNonNull(sure.find(Kept.Kind.CONNECTION, ID).get());
  }

  /** It has waited long enough. */
  private final class Sure extends Sharing {
    Sure() {
      super(redis, json, "00000002", Duration.ofHours(1), true, memory);
    }

    @Override
    boolean isAnswering() {
      return true;
    }

    @Override
    boolean isSureOfSilence() {
      return true;
    }
  }

  @Test
  void whatHasChangedIsToldAgainAndWhatIsIdleIsNot() throws Exception {
    Connection busy = connection("00000001-000000000000000000000001");
    Connection idle = connection("00000001-000000000000000000000002");
    open.addAll(List.of(busy, idle));
    startAnswering();
    awaitTrue(() -> times(busy) == 1 && times(idle) == 1);
    long later = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    busy.countIn(1, 5);
    busy.received(later);
    awaitTrue(() -> times(busy) >= 3);
    // Within the first sweep after its opening it counts as active.
    assertTrue(times(idle) <= 2, "told " + times(idle) + " times");
    JsonNode known = shared.find(Kept.Kind.CONNECTION, busy.id()).get();
    assertEquals(1, Objects.requireNonNull(known).at("/received/messages").asInt());
  }

  private long times(Connection connection) {
    String key = Keys.entry(Kept.Kind.CONNECTION, connection.id());
    return redis.sets.stream().filter(key::equals).count();
  }

  @Test
  void whatWasLeftOutWhileRedisAnsweredIsToldFromMemory() throws Exception {
    startAnswering();
    redis.slow = new CountDownLatch(1);
    for (int i = 0; i < 5000; i++) {
      tell(refusal(i));
      past.add(refusal(i));
    }
    assertTrue(sharing.leftOut() > 0);
    redis.slow.countDown();
    awaitTrue(() -> redis.values.containsKey(Keys.entry(Kept.Kind.REFUSAL, "id-4999")));
  }

  @Test
  void allAreListedNewestFirst() throws Exception {
    startAnswering();
    tell(refusal(1));
    RawSocket.pause(5);
    tell(refusal(2));
    awaitTrue(() -> redis.sorted.getOrDefault(Keys.all(Kept.Kind.REFUSAL), Map.of()).size() == 2);
    List<JsonNode> all = shared.several(Kept.Kind.REFUSAL, null).get();
    assertEquals(List.of("id-2", "id-1"), all.stream().map(one -> one.get("id").asText()).toList());
  }

  private static Connection connection(String id) {
    return new Connection(id, new Connection.Handshake("/ws", "192.0.2.1:1", "", "", null));
  }

  private static void awaitTrue(BooleanSupplier condition) {
    for (int left = 3000; !condition.getAsBoolean(); left--) {
      assertTrue(left > 0, "not within 30 s");
      RawSocket.pause(10);
    }
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
