package io.github.echosounder.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.echosounder.behaviour.Event.ControlFacts;
import io.github.echosounder.behaviour.Event.FrameFacts;
import io.github.echosounder.behaviour.Event.MessageFacts;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a client is told of what it sends. */
class InspectConversationTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final FrameFacts FRAME = new FrameFacts("818512345678", 1, true, false, 5);

  private static final String FRAMES =
      "'frames':[{'header':'818512345678','opcode':1,'fin':true,'rsv1':false,'bytes':5}]";

  private static InspectConversation inspection(String query) throws KnobException {
    return new InspectConversation(Map.of("event", "handshake"), Knobs.of(query, "/ws/inspect"));
  }

  private static JsonNode told(Event event) throws Exception {
    Step.Send send = (Step.Send) inspection("").on(event, 7).get(0);
    return JSON.readTree(StandardCharsets.UTF_8.decode(send.payload()).toString());
  }

  private static JsonNode json(String text) throws Exception {
    return JSON.readTree(text.replace('\'', '"'));
  }

  @Test
  void theHandshakeIsToldFirstAndAtOnce() throws Exception {
    Step.Send send = (Step.Send) inspection("delay=1s").on(new Event.Opened(), 7).get(0);
    assertEquals(7, send.notBeforeNanos());
    assertEquals(
        "{\"event\":\"handshake\"}", StandardCharsets.UTF_8.decode(send.payload()).toString());
  }

  @Test
  void aMessageIsToldBySizesDigestAndFrames() throws Exception {
    MessageFacts facts = new MessageFacts(11, true, "abcd", List.of(FRAME), 3, 1_000_001);
    String rest =
        "'bytes':5,'wireBytes':11,'compressed':true,'sha256':'abcd','frameCount':3,'framesLeftOut':2,"
            + FRAMES
            + ",'received':'1970-01-01T00:00:01.000001Z'}";
    assertEquals(
        json("{'event':'message','type':'text'," + rest),
        told(new Event.Message(true, 5, null, facts)));
    assertEquals(
        json("{'event':'message','type':'binary'," + rest),
        told(new Event.Message(false, 5, null, facts)));
  }

  static Stream<Arguments> controlFrames() {
    return Stream.of(
        arguments(9, "pi", "'event':'ping','bytes':2,'payload':'7069'"),
        arguments(10, "", "'event':'pong','bytes':0,'payload':''"),
        arguments(11, "", "'event':'control','bytes':0,'payload':''"),
        arguments(8, "", "'event':'close','bytes':0,'payload':'','code':1005,'reason':''"),
        arguments(
            8,
            "\u0003\u00e8ok",
            "'event':'close','bytes':4,'payload':'03e86f6b','code':1000,'reason':'ok'"),
        arguments(
            8,
            "\u0003\u00e8",
            "'event':'close','bytes':2,'payload':'03e8','code':1000,'reason':''"),
        arguments(
            8,
            "\u00ff\u00ff",
            "'event':'close','bytes':2,'payload':'ffff','code':65535,'reason':''"));
  }

  @ParameterizedTest
  @MethodSource("controlFrames")
  void aControlFrameIsToldWithItsPayload(int opcode, String payload, String members)
      throws Exception {
    FrameFacts frame = new FrameFacts("88", opcode, true, false, payload.length());
    var control =
        new Event.Control(
            new ControlFacts(frame, payload.getBytes(StandardCharsets.ISO_8859_1), 0));
    String frames =
        "'frames':[{'header':'88','opcode':%d,'fin':true,'rsv1':false,'bytes':%d}]"
            .formatted(opcode, payload.length());
    assertEquals(
        json("{" + members + "," + frames + ",'received':'1970-01-01T00:00:00.000000Z'}"),
        told(control));
  }

  @Test
  void accountsAreLateByTheDelay() throws Exception {
    MessageFacts facts = new MessageFacts(11, false, "", List.of(), 1, 0);
    InspectConversation late = inspection("delay=1s");
    Step.Send message = (Step.Send) late.on(new Event.Message(true, 5, null, facts), 7).get(0);
    assertEquals(1_000_000_007, message.notBeforeNanos());
    var ping = new Event.Control(new ControlFacts(FRAME, new byte[0], 0));
    assertEquals(1_000_000_007, ((Step.Send) late.on(ping, 7).get(0)).notBeforeNanos());
  }

  @Test
  void whatIsNoMessageIsNotTold() throws Exception {
    assertEquals(List.of(), inspection("").on(new Event.Room(), 7));
    assertEquals(List.of(), inspection("").on(new Event.Message(true, 1, null, null), 7));
  }
}
