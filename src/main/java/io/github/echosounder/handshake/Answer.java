package io.github.echosounder.handshake;

import io.github.echosounder.behaviour.Endpoints.Endpoint;
import io.github.echosounder.behaviour.Plan;
import io.github.echosounder.session.Ticket;

/** What is said to a handshake. */
public sealed interface Answer {

  /**
   * 101.
   *
   * @param ticket the place: whoever gets this answer closes it, unless a connection has taken it
   */
  record Open(Endpoint endpoint, Accept accept, Plan plan, Ticket ticket) implements Answer {}

  /** Another status, and why. */
  record Refuse(Problem problem) implements Answer {}
}
