package io.github.echosounder.behaviour;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the knobs of a query make of an endpoint's plan. */
public final class Plans {

  /** With these alone, messages come back as ever. */
  private static final Knob<?>[] BESIDE_THE_ECHO = {
    Knob.PREFIX,
    Knob.LABEL,
    Knob.SUBPROTOCOL,
    Knob.COMPRESS,
    Knob.PING,
    Knob.PONG,
    Knob.SEED,
    Knob.CLOSE_CODE,
    Knob.CLOSE_REASON
  };

  private Plans() {}

  /** {@code standard} is the plan without knobs. */
  public static Plan echo(Knobs knobs, Plan.Echo standard) {
    if (knobs.isEmptyBut()) {
      return standard;
    }
    String text = knobs.get(Knob.PREFIX);
    byte[] prefix = text == null ? standard.prefix() : text.getBytes(StandardCharsets.UTF_8);
    Pinging pinging = Pinging.of(knobs);
    if (knobs.isEmptyBut(BESIDE_THE_ECHO)) {
      return new Plan.Echo(prefix, pinging);
    }
    return new Plan.Scripted(
        id -> Endings.of(knobs, new EchoConversation(knobs, random(knobs.get(Knob.SEED)))),
        Wants.PAYLOAD,
        new Shape(prefix, knobs.get(Knob.RATE, 0L), knobs.get(Knob.FRAGMENT, 0L)),
        pinging);
  }

  /** {@code rate} bounds what all streams are sent together. */
  public static Plan stream(Knobs knobs, PushRate rate) throws KnobException {
    StreamMessage.check(knobs);
    return told(
        knobs, Wants.COUNTS, id -> new StreamConversation(knobs, InstantSource.system(), rate));
  }

  public static Plan sink(Knobs knobs) {
    return told(knobs, Wants.COUNTS, id -> new SinkConversation());
  }

  /** {@code handshake} gives its members for the connection of an id. */
  public static Plan inspection(Knobs knobs, Function<String, Map<String, Object>> handshake) {
    return told(knobs, Wants.FACTS, id -> new InspectConversation(handshake.apply(id), knobs));
  }

  private static Plan told(Knobs knobs, Wants wants, Function<String, Conversation> conversation) {
    return new Plan.Scripted(
        id -> Endings.of(knobs, conversation.apply(id)), wants, Shape.PLAIN, Pinging.of(knobs));
  }

  private static SplittableRandom random(@Nullable Long seed) {
    return seed == null ? new SplittableRandom() : new SplittableRandom(seed);
  }
}
