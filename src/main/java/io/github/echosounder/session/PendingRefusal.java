package io.github.echosounder.session;

import org.jspecify.annotations.Nullable;

/**
 * A failure that a client's query has chosen, from its request until it has been sent, or it is
 * clear that nothing will be. Settled by the event loop of its connection; others may hurry it.
 */
public final class PendingRefusal {

  private final Connections connections;
  private final Refusal asked;
  private final @Nullable Ticket place;
  private final long askedMillis = System.currentTimeMillis();
  private volatile @Nullable Runnable haste;
  private boolean isSettled;

  /** {@code place} is given back when it is settled; null for one that is not made to wait. */
  PendingRefusal(Connections connections, Refusal asked, @Nullable Ticket place) {
    this.connections = connections;
    this.asked = asked;
    this.place = place;
  }

  /** What the query asks for; nothing has been sent. */
  public Refusal asked() {
    return asked;
  }

  /** When the request came, since 1970. */
  public long askedMillis() {
    return askedMillis;
  }

  /** What {@link #hurry} does; it may be called on any thread, and more than once. */
  public void onHurry(Runnable haste) {
    this.haste = haste;
  }

  /** This instance is leaving: the answer is sent now, or TCP ends where there is none. */
  public void hurry() {
    Runnable known = haste;
    if (known != null) {
      known.run();
    }
  }

  /** An answer of this status has been written. */
  public void answered(int status, String remark) {
    settle(status, remark);
  }

  /** No answer has been sent, and none will be. */
  public void unanswered(String remark) {
    settle(Refusal.NO_RESPONSE, remark);
  }

  /** The first call counts. */
  private void settle(int status, String remark) {
    if (isSettled) {
      return;
    }
    isSettled = true;
    String reason = remark.isEmpty() ? asked.reason() : asked.reason() + "; " + remark;
    connections.refused(
        new Refusal(
            asked.id(), asked.endpoint(), asked.peer(), status, reason, asked.label(), true));
    if (place != null) {
      place.close();
    }
    connections.settled(this);
  }
}
