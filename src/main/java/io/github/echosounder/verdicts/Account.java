package io.github.echosounder.verdicts;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonValue;
import io.github.echosounder.session.Cause;
import io.github.echosounder.session.CloseStatus;
import io.github.echosounder.session.Connection;
import io.github.echosounder.session.RoundTrips;
import io.github.echosounder.session.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a connection at a moment: the shape of {@code /schemas/connection.schema.json}.
 * Times are texts of RFC 3339, in UTC.
 *
 * @param asOf the moment
 * @param ended null while it is not over, and where nobody saw the end
 * @param lastHeard when its instance was last heard of, where that has ended without telling the
 *     connection's end; else null
 * @param closing null unless its end has begun and is not over
 * @param verdict null while it is not over
 */
@JsonPropertyOrder({"id", "state", "label", "endpoint", "peer", "subprotocol", "extensions"})
public record Account(
    String id,
    State state,
    @Schema(nullable = true) @Nullable String label,
    String endpoint,
    String peer,
    String subprotocol,
    String extensions,
    Server server,
    String opened,
    @Schema(
            nullable = true,
            description = "Null while it is not over, and where nobody saw the end")
        @Nullable String ended,
    @Schema(
            nullable = true,
            description =
                "When its instance was last heard of, where that is gone and did not tell the end; else null")
        @Nullable String lastHeard,
    @Schema(
            description =
                "When this was true. Of another instance's connection it may be some seconds ago,"
                    + " and counts and ages are of then")
        String asOf,
    double ageSeconds,
    Direction received,
    Direction sent,
    @Schema(nullable = true) @Nullable Pings roundTrips,
    @Schema(nullable = true, description = "What is known of an end that has begun; null otherwise")
        @Nullable Closing closing,
    @Schema(nullable = true, description = "Null while it is not over, and where nobody knows")
        @Nullable End verdict,
    @JsonIgnore long beganMillis)
    implements Kept {

  /** Strings aside. */
  private static final int BYTES = 500;

  /** Whether it can still be spoken to. */
  @Schema(
      description =
          "closing: a Close was sent or received, or TCP ends, and the rest is awaited. unknown: not"
              + " over when last heard of, and its instance cannot be asked")
  public enum State {
    OPEN,
    /** A Close has been sent or received, or TCP ends: it awaits the rest of its end. */
    CLOSING,
    ENDED,
    /** It was not over when last heard of, and its instance cannot be asked. */
    UNKNOWN;

    @JsonValue
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What went one way.
   *
   * @param messages whole ones
   * @param bytes of their payloads, without compression
   * @param last when the last byte went, of whatever kind
   */
  public record Direction(long messages, long bytes, String last) {}

  /** How long the answers to the server's pings took. */
  public record Pings(
      long count, long lastMicros, long leastMicros, long mostMicros, long meanMicros) {

    private static @Nullable Pings of(@Nullable RoundTrips nanos) {
      return nanos == null
          ? null
          : new Pings(
              nanos.count(),
              nanos.last() / 1000,
              nanos.least() / 1000,
              nanos.most() / 1000,
              nanos.mean() / 1000);
    }
  }

  /**
   * An end that has begun.
   *
   * @param cause null while it depends on what the client does: whether it answers a drain's Close
   * @param code of the Close that began the end; 1005 for one without a code, 1006 where none did
   * @param reason in that Close, or what was seen on the network
   * @param closeFrames so far, in the order in which they came and went
   */
  public record Closing(
      @Schema(enumeration = {"client", "server", "network"}) String initiator,
      @Schema(
              nullable = true,
              description =
                  "Null while it depends on whether the client answers: drain or drain-forced")
          @Nullable String cause,
      int code,
      String reason,
      List<CloseFrame> closeFrames) {

    static Closing of(Verdict soFar) {
      return new Closing(
          soFar.initiator().label(),
          soFar.cause() == Cause.DRAIN_FORCED ? null : soFar.cause().label(),
          soFar.code(),
          Text.bounded(soFar.reason()),
          CloseFrame.of(soFar));
    }
  }

  /**
   * How it ended.
   *
   * @param code of the Close that began the end; 1005 for one without a code, 1006 where none did
   * @param reason in that Close, or what was seen on the network
   * @param clean whether each side got the other's Close (RFC 6455, 7.1.4)
   * @param tcpEndSeen false where the instance was gone before TCP ended
   * @param closeFrames in the order in which they came and went
   */
  public record End(
      @Schema(enumeration = {"client", "server", "network"}) String initiator,
      @Schema(
              enumeration = {
                "client-close",
                "protocol-error",
                "invalid-payload",
                "too-big",
                "idle",
                "age",
                "held-memory",
                "slow-reader",
                "tcp-end",
                "tcp-reset",
                "tls",
                "drain",
                "drain-forced",
                "knob",
                "internal",
                "process-end"
              })
          String cause,
      int code,
      String reason,
      boolean clean,
      @Schema(description = "False where the instance was gone before TCP ended")
          boolean tcpEndSeen,
      List<CloseFrame> closeFrames) {

    private static End of(Verdict verdict) {
      return new End(
          verdict.initiator().label(),
          verdict.cause().label(),
          verdict.code(),
          Text.bounded(verdict.reason()),
          verdict.isClean(),
          true,
          CloseFrame.of(verdict));
    }

    /** Of an instance that is gone: {@code known} is null where no end had begun. */
    static End unseen(@Nullable Closing known, String lastHeard) {
      String heard = "the instance was last heard of at " + lastHeard;
      if (known == null) {
        Cause cause = Cause.PROCESS_END;
        return new End(
            cause.initiator().label(),
            cause.label(),
            CloseStatus.ABNORMAL,
            heard,
            false,
            false,
            List.of());
      }
      return new End(
          known.initiator(),
          Objects.requireNonNullElse(known.cause(), Cause.DRAIN_FORCED.label()),
          known.code(),
          known.reason(),
          known.closeFrames().size() == 2,
          false,
          known.closeFrames());
    }
  }

  /**
   * One Close.
   *
   * @param direction received or sent, by the server
   * @param code 1005 for one without a code
   */
  public record CloseFrame(String direction, int code, String reason) {

    private static List<CloseFrame> of(Verdict verdict) {
      List<CloseFrame> frames = new ArrayList<>(2);
      add(frames, "sent", verdict.sent());
      add(frames, "received", verdict.received());
      if (verdict.cause() == Cause.CLIENT_CLOSE) {
        Collections.reverse(frames);
      }
      return List.copyOf(frames);
    }

    private static void add(
        List<CloseFrame> frames, String direction, @Nullable CloseStatus status) {
      if (status != null) {
        frames.add(new CloseFrame(direction, status.code(), Text.bounded(status.reason())));
      }
    }
  }

  /** {@code verdict} is null while it is not over. */
  static Account of(Connection connection, @Nullable Verdict verdict, Server server) {
    Connection.Handshake handshake = connection.handshake();
    String now = Text.time(Math.max(System.currentTimeMillis(), connection.openedMillis()));
    Verdict begun = verdict == null ? connection.ending().begun() : null;
    State whileOpen = begun == null ? State.OPEN : State.CLOSING;
    return new Account(
        connection.id(),
        verdict == null ? whileOpen : State.ENDED,
        handshake.label(),
        handshake.endpoint(),
        Text.bounded(handshake.peer()),
        Text.bounded(handshake.subprotocol()),
        Text.bounded(handshake.extensions()),
        server,
        Text.time(connection.openedMillis()),
        verdict == null ? null : now,
        null,
        now,
        Text.seconds(connection.ageNanos()),
        new Direction(
            connection.messagesIn(), connection.bytesIn(), Text.time(connection.receivedMillis())),
        new Direction(
            connection.messagesOut(), connection.bytesOut(), Text.time(connection.sentMillis())),
        Pings.of(connection.roundTrips()),
        begun == null ? null : Closing.of(begun),
        verdict == null ? null : End.of(verdict),
        connection.openedMillis());
  }

  @Override
  public Kind kind() {
    return Kind.CONNECTION;
  }

  @Override
  @JsonIgnore
  public int size() {
    int characters = peer.length() + subprotocol.length() + extensions.length();
    if (verdict != null) {
      characters += verdict.reason().length();
      for (CloseFrame frame : verdict.closeFrames()) {
        characters += frame.reason().length();
      }
    }
    return BYTES + 2 * characters;
  }
}
