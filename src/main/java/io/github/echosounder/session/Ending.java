package io.github.echosounder.session;

import org.jspecify.annotations.Nullable;

/**
 * What is seen of a connection's end, in the order in which it happens: which Close went which way,
 * and what became of TCP. The verdict follows from these facts. Written by the connection's event
 * loop alone.
 */
public final class Ending {

  private @Nullable ServerClose own;
  private @Nullable CloseStatus sent;
  private @Nullable CloseStatus received;
  private boolean isReceivedFirst;
  private @Nullable Cause tcp;
  private String tcpDetail = "";

  /** This server has sent a Close on its own account; it sends no other. */
  public void closeSent(ServerClose close) {
    if (sent == null) {
      own = close;
      sent = close.status();
    }
  }

  /** The client's Close has come; without one of ours before, it is echoed (RFC 6455, 5.5.1). */
  public void closeReceived(CloseStatus close) {
    if (received == null) {
      received = close;
      if (sent == null) {
        isReceivedFirst = true;
        sent = close;
      }
    }
  }

  /**
   * TCP has ended, or is ended by this server without a Close; of several reports the first one
   * counts.
   */
  public void tcpEnded(Cause how, String detail) {
    if (tcp == null) {
      tcp = how;
      tcpDetail = detail;
    }
  }

  /** Whether the client's Close has come. */
  public boolean isCloseReceived() {
    return received != null;
  }

  public Verdict verdict() {
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

  /** The reason where nothing else is known. */
  public static final String TCP_ENDED = "TCP ended without a Close";
}
