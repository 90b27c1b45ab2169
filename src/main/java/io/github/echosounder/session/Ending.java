package io.github.echosounder.session;

import org.jspecify.annotations.Nullable;

/**
 * What is seen of a connection's end, in the order in which it happens: which Close went which way,
 * and what became of TCP. The verdict follows from these facts. Written by the connection's event
 * loop alone, read by any thread.
 */
public final class Ending {

  private static final Seen NOTHING = new Seen(null, null, null, false, null, "");

  private volatile Seen seen = NOTHING;
  private @Nullable Runnable onChange;

  /**
   * All at one moment.
   *
   * @param own the Close that this server sent on its own account
   * @param tcp how TCP ended
   */
  private record Seen(
      @Nullable ServerClose own,
      @Nullable CloseStatus sent,
      @Nullable CloseStatus received,
      boolean isReceivedFirst,
      @Nullable Cause tcp,
      String tcpDetail) {

    private boolean isNothing() {
      return sent == null && received == null && tcp == null;
    }

    private Verdict verdict() {
      if (isReceivedFirst && received != null) {
        return new Verdict(Cause.CLIENT_CLOSE, received.code(), received.reason(), sent, received);
      }
      if (own != null) {
        boolean isForced = own.cause() == Cause.DRAIN && received == null;
        return new Verdict(
            isForced ? Cause.DRAIN_FORCED : own.cause(),
            own.status().code(),
            own.status().reason(),
            sent,
            received);
      }
      return tcp == null
          ? new Verdict(Cause.TCP_END, CloseStatus.ABNORMAL, TCP_ENDED, null, null)
          : new Verdict(tcp, CloseStatus.ABNORMAL, tcpDetail, null, null);
    }
  }

  /** Is run whenever the verdict may have become another one, until TCP has ended. */
  void onChange(Runnable action) {
    onChange = action;
  }

  /** This server has sent a Close on its own account; it sends no other. */
  public void closeSent(ServerClose close) {
    Seen now = seen;
    if (now.sent == null) {
      become(
          new Seen(
              close, close.status(), now.received, now.isReceivedFirst, now.tcp, now.tcpDetail));
    }
  }

  /** The client's Close has come; without one of ours before, it is echoed (RFC 6455, 5.5.1). */
  public void closeReceived(CloseStatus close) {
    Seen now = seen;
    if (now.received == null) {
      boolean isFirst = now.sent == null;
      become(new Seen(now.own, isFirst ? close : now.sent, close, isFirst, now.tcp, now.tcpDetail));
    }
  }

  /**
   * TCP has ended, or is ended by this server without a Close; of several reports the first one
   * counts.
   */
  public void tcpEnded(Cause how, String detail) {
    Seen now = seen;
    if (now.tcp == null) {
      become(new Seen(now.own, now.sent, now.received, now.isReceivedFirst, how, detail));
    }
  }

  private void become(Seen next) {
    boolean isAnother = seen.isNothing() || !seen.verdict().equals(next.verdict());
    seen = next;
    Runnable action = onChange;
    if (isAnother && action != null) {
      action.run();
    }
  }

  /** Whether the client's Close has come. */
  public boolean isCloseReceived() {
    return seen.received != null;
  }

  /** What is known of an end that has begun and is not over; null where none has begun. */
  public @Nullable Verdict begun() {
    Seen now = seen;
    return now.isNothing() ? null : now.verdict();
  }

  public Verdict verdict() {
    return seen.verdict();
  }

  /** The reason where nothing else is known. */
  public static final String TCP_ENDED = "TCP ended without a Close";
}
