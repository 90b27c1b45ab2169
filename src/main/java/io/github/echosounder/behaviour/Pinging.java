package io.github.echosounder.behaviour;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a connection's knobs say of pings.
 *
 * @param interval from ping to ping; null: the setting's
 * @param isAnswered whether the client's pings are
 */
public record Pinging(@Nullable Duration interval, boolean isAnswered) {

  public static final Pinging DEFAULT = new Pinging(null, true);

  static Pinging of(Knobs knobs) {
    return new Pinging(knobs.get(Knob.PING), knobs.get(Knob.PONG, true));
  }
}
