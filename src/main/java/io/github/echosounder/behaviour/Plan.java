package io.github.echosounder.behaviour;

/** What a connection was asked to do with what it receives. */
public sealed interface Plan {

  /**
   * Each message comes back as it came, each text behind the prefix.
   *
   * @param prefix UTF-8; empty for an exact echo
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared; one for all connections.
  record Echo(byte[] prefix) implements Plan {}
}
