package io.github.echosounder.behaviour;

import java.util.function.Function;

/** What a connection was asked to do with what it receives. */
public sealed interface Plan {

  /** What its knobs say of pings. */
  Pinging pinging();

  /**
   * Each message comes back as it came, each text behind the prefix.
   *
   * @param prefix UTF-8; empty for an exact echo
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Echo(byte[] prefix, Pinging pinging) implements Plan {}

  /**
   * A conversation answers.
   *
   * @param conversation a new one, for the connection of this id
   * @param wants what it wants to know of messages
   * @param shape how its replies go on the wire
   */
  record Scripted(
      Function<String, Conversation> conversation, Wants wants, Shape shape, Pinging pinging)
      implements Plan {}
}
