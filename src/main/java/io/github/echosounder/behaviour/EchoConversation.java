package io.github.echosounder.behaviour;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * An echo whose replies meet with what the knobs say, in this order: drop, corrupt, duplicate,
 * delay. The prefix is there already, and rate and fragments come when a reply is sent.
 */
final class EchoConversation implements Conversation {

  private final Chance chance;
  private final @Nullable String greeting;

  EchoConversation(Knobs knobs, SplittableRandom random) {
    this.chance = new Chance(knobs, random);
    this.greeting = knobs.get(Knob.GREETING);
  }

  @Override
  public List<Step> on(Event event, long nowNanos) {
    if (event instanceof Event.Opened && greeting != null) {
      ByteBuffer text = ByteBuffer.wrap(greeting.getBytes(StandardCharsets.UTF_8));
      return List.of(new Step.Send(true, text, nowNanos, 1));
    }
    if (event instanceof Event.Message message && message.payload() != null) {
      return answer(message.isText(), message.payload(), nowNanos);
    }
    return List.of();
  }

  private List<Step> answer(boolean isText, ByteBuffer payload, long nowNanos) {
    chance.draw();
    if (chance.drops()) {
      return List.of();
    }
    if (chance.corrupts()) {
      chance.corrupt(payload, isText);
    }
    int times = chance.duplicates() ? 2 : 1;
    return List.of(new Step.Send(isText, payload, nowNanos + chance.delayNanos(), times));
  }
}
