package io.github.echosounder.behaviour;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.echosounder.behaviour.Event.ControlFacts;
import io.github.echosounder.behaviour.Event.FrameFacts;
import io.github.echosounder.behaviour.Event.MessageFacts;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells the client, as JSON texts, what the server saw: first the handshake, then each message and
 * each control frame. Of payloads it tells sizes and digests, but of control frames all.
 */
final class InspectConversation implements Conversation {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HexFormat HEX = HexFormat.of();
  private static final Map<Integer, String> CONTROL = Map.of(8, "close", 9, "ping", 10, "pong");
  private static final int CLOSE = 8;
  private static final int NO_STATUS = 1005;

  private final Map<String, Object> handshake;
  private final long delayNanos;

  InspectConversation(Map<String, Object> handshake, Knobs knobs) {
    this.handshake = handshake;
    this.delayNanos = knobs.get(Knob.DELAY, Duration.ZERO).toNanos();
  }

  @Override
  public List<Step> on(Event event, long nowNanos) {
    if (event instanceof Event.Opened) {
      return List.of(tell(handshake, nowNanos));
    }
    if (event instanceof Event.Message message && message.facts() != null) {
      return List.of(tell(account(message, message.facts()), nowNanos + delayNanos));
    }
    if (event instanceof Event.Control control) {
      return List.of(tell(account(control.facts()), nowNanos + delayNanos));
    }
    return List.of();
  }

  private static Step tell(Map<String, Object> account, long notBeforeNanos) {
    try {
      return new Step.Send(
          true, ByteBuffer.wrap(JSON.writeValueAsBytes(account)), notBeforeNanos, 1);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("maps of texts and numbers are always JSON", e);
    }
  }

  private static Map<String, Object> account(Event.Message message, MessageFacts facts) {
    Map<String, Object> account = new LinkedHashMap<>();
    account.put("event", "message");
    account.put("type", message.isText() ? "text" : "binary");
    account.put("bytes", message.bytes());
    account.put("wireBytes", facts.wireBytes());
    account.put("compressed", facts.isCompressed());
    account.put("sha256", facts.sha256());
    account.put("frameCount", facts.frameCount());
    account.put("framesLeftOut", facts.frameCount() - facts.frames().size());
    account.put("frames", facts.frames().stream().map(InspectConversation::frame).toList());
    account.put("received", time(facts.receivedMicros()));
    return account;
  }

  private static Map<String, Object> account(ControlFacts facts) {
    int opcode = facts.frame().opcode();
    byte[] payload = facts.payload();
    Map<String, Object> account = new LinkedHashMap<>();
    account.put("event", CONTROL.getOrDefault(opcode, "control"));
    account.put("bytes", payload.length);
    account.put("payload", HEX.formatHex(payload));
    if (opcode == CLOSE) {
      boolean hasCode = payload.length >= Short.BYTES;
      account.put("code", hasCode ? ByteBuffer.wrap(payload).getShort() & 0xFFFF : NO_STATUS);
      account.put("reason", hasCode ? text(Arrays.copyOfRange(payload, 2, payload.length)) : "");
    }
    account.put("frames", List.of(frame(facts.frame())));
    account.put("received", time(facts.receivedMicros()));
    return account;
  }

  private static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }

  private static Map<String, Object> frame(FrameFacts facts) {
    Map<String, Object> frame = new LinkedHashMap<>();
    frame.put("header", facts.header());
    frame.put("opcode", facts.opcode());
    frame.put("fin", facts.isFinal());
    frame.put("rsv1", facts.isRsv1());
    frame.put("bytes", facts.bytes());
    return frame;
  }

  private static String time(long micros) {
    return StreamMessage.TIME.format(Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
  }
}
