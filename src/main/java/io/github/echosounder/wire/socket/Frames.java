package io.github.echosounder.wire.socket;

import io.github.echosounder.session.Connection;
import io.github.echosounder.session.Traffic;
import io.github.echosounder.wire.frame.FrameListener;
import io.github.echosounder.wire.frame.FrameReader;
import io.github.echosounder.wire.frame.Opcode;
import io.github.echosounder.wire.frame.Violation;
import io.github.echosounder.wire.reply.Relay;
import io.github.echosounder.wire.reply.Tally;
import org.jspecify.annotations.Nullable;

/** What comes beside the payload: messages that end are counted, control frames are answered. */
final class Frames implements FrameListener {

  private final Sinks sinks;
  private final Traffic traffic;
  private final Tally tally;
  private final EchoTimes echoTimes;
  private final boolean isPingAnswered;

  // From the attachment on.
  @SuppressWarnings("NullAway.Init")
  private FrameReader reader;

  @SuppressWarnings("NullAway.Init")
  private CloseHandshake closing;

  private @Nullable Pings pings;

  /** Null where messages just come back. */
  private @Nullable Script script;

  Frames(Sinks sinks, Connection connection, Traffic traffic, boolean isPingAnswered) {
    this.sinks = sinks;
    this.traffic = traffic;
    this.tally = sinks.tally(connection);
    this.echoTimes = sinks.echoTimes();
    this.isPingAnswered = isPingAnswered;
  }

  void attach(
      FrameReader reader, CloseHandshake closing, @Nullable Pings pings, @Nullable Script script) {
    this.reader = reader;
    this.closing = closing;
    this.pings = pings;
    this.script = script;
  }

  Tally tally() {
    return tally;
  }

  EchoTimes echoTimes() {
    return echoTimes;
  }

  @Override
  public void messageEnded(boolean isText, boolean isCompressed, long bytes, long wireBytes) {
    tally.message(isText, bytes);
    if (isCompressed) {
      traffic.addCompressed(wireBytes, bytes);
    }
    echoTimes.echoed();
  }

  @Override
  public void ping(byte[] payload, int length, int readTo) throws Violation {
    if (isPingAnswered) {
      reader.sink().reply(Opcode.PONG, payload, length, readTo);
    }
    tell(payload, length);
  }

  @Override
  public void pong(byte[] payload, int length) throws Violation {
    // 5.5.3: an unsolicited one is not answered.
    if (pings != null) {
      pings.answered(payload, length);
    }
    tell(payload, length);
  }

  @Override
  public void close(byte[] payload, int length, int readTo) throws Violation {
    tell(payload, length);
    closing.arrived(payload, length, readTo);
  }

  private void tell(byte[] payload, int length) throws Violation {
    if (script != null) {
      script.control(reader.header(), payload, length);
    }
  }

  @Override
  public void finalBlockToCome() {
    if (reader.sink() instanceof Relay) {
      reader.sink(sinks.recoder());
    }
  }

  @Override
  public boolean isEnded() {
    return closing.isEnded();
  }
}
