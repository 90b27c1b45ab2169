package io.github.echosounder.handshake;

import io.github.echosounder.behaviour.Endpoints.Endpoint;
import io.github.echosounder.behaviour.Plan;
import io.github.echosounder.session.PendingRefusal;
import io.github.echosounder.session.Ticket;
import org.jspecify.annotations.Nullable;

/** What is said to a handshake. */
public sealed interface Answer {

  /**
   * 101.
   *
   * @param label the client's own name for the connection, or null
   * @param ticket the place: whoever gets this answer closes it, unless a connection has taken it
   */
  record Open(Endpoint endpoint, Accept accept, Plan plan, @Nullable String label, Ticket ticket)
      implements Answer {}

  /** Another status, and why. */
  record Refuse(Problem problem) implements Answer {}

  /**
   * A failure that the client's query has asked for.
   *
   * @param pending to be told what became of it
   */
  record Mislead(Failure failure, PendingRefusal pending) implements Answer {}
}
