package io.github.echosounder.check;

import static io.github.echosounder.check.Examined.expect;
import static io.github.echosounder.check.Examined.only;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.client.ToyServer;
import io.github.echosounder.client.ToyServer.Frame;
import io.github.echosounder.client.ToyServer.Peer;
import io.github.echosounder.client.ToyServer.Script;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** Paths with one fault each: it is named, by its step, with its exit code. */
class LabTest {

  /** Answers a frame; false ends the connection. */
  private interface Reply {
    boolean to(Peer peer, Frame frame) throws IOException;
  }

  private static Report report(Options options, Script script) {
    try (ToyServer server = ToyServer.start(script)) {
      return Examined.by(server.url(), options);
    }
  }

  private static Report report(Script script) {
    return report(Examined.DEFAULT, script);
  }

  /** Of a server that answers frames so. */
  private static Script answering(Reply reply) {
    return peer -> {
      peer.accept();
      for (Frame frame = peer.read(); frame != null && reply.to(peer, frame); ) {
        frame = peer.read();
      }
    };
  }

  private static boolean isData(Frame frame) {
    return frame.opcode() <= 2;
  }

  private static boolean isAbout(Frame frame, String step) {
    return new String(frame.payload(), StandardCharsets.UTF_8).contains("step " + step);
  }

  // ------------------------------------------------------- to the handshake

  @Test
  void aPlainEchoPassesButForWhatItDoesWithout() {
    Report report =
        report(
            Examined.with(
                Examined.DEFAULT,
                EnumSet.complementOf(EnumSet.of(StepName.IDLE, StepName.COMPRESSION)),
                null,
                List.of()),
            ToyServerScripts.echo());
    assertEquals(Result.PASS, report.result(), report.summary());
    assertEquals(0, report.exitCode());
  }

  @Test
  void anUnknownHostIsNamed() {
    expect(
        Examined.by("ws://no-such-host.invalid/ws", Examined.DEFAULT),
        StepName.DNS,
        Cause.DNS_UNKNOWN,
        3);
  }

  @Test
  void aClosedPortIsNamed() throws IOException {
    int port;
    try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = gone.getLocalPort();
    }
    expect(
        Examined.by("ws://127.0.0.1:" + port + "/", Examined.DEFAULT),
        StepName.TCP,
        Cause.TCP_REFUSED,
        3);
  }

  @Test
  void aBannerIsNoHttp() {
    StepReport step =
        expect(
            report(peer -> {
              peer.write("SSH-2.0-OpenSSH_9.2\r\n");
              peer.hang();
            }),
            StepName.UPGRADE,
            Cause.NOT_HTTP,
            5);
    assertTrue(step.outcome().detail().contains("SSH"), step.outcome().detail());
  }

  private static Report answered(String response) {
    return report(peer -> {
      peer.readHead();
      peer.write(response);
      peer.hang();
    });
  }

  @Test
  void anotherStatusIsNamedWithWhatItSays() {
    StepReport step =
        expect(
            answered(
                "HTTP/1.1 403 Forbidden\r\nContent-Type: application/problem+json\r\n"
                    + "Content-Length: 36\r\n\r\n{\"title\":\"No\",\"detail\":\"Wrong origin\"}"),
            StepName.UPGRADE,
            Cause.HTTP_STATUS,
            5);
    assertEquals(403, step.outcome().facts().get("status"));
    assertTrue(step.outcome().detail().contains("Wrong origin"), step.outcome().detail());
  }

  @Test
  void aRedirectIsShownNotFollowed() {
    StepReport step =
        expect(
            answered("HTTP/1.1 308 Go\r\nLocation: https://b/ws\r\nContent-Length: 0\r\n\r\n"),
            StepName.UPGRADE,
            Cause.HTTP_STATUS,
            5);
    assertTrue(step.outcome().detail().contains("wss://b/ws"), step.outcome().detail());
  }

  @Test
  void anUpgradeThatWasDroppedIsNamed() {
    for (String response :
        List.of(
            "HTTP/1.1 426 Upgrade Required\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.0 426 Upgrade Required\r\n\r\n",
            "HTTP/1.1 101 Switching Protocols\r\n\r\n",
            "HTTP/1.1 400 Bad Request\r\nContent-Length: 101\r\n\r\nwebsocket: the client is not using"
                + " the websocket protocol: 'upgrade' token not found in 'Connection' header")) {
      expect(answered(response), StepName.UPGRADE, Cause.UPGRADE_DROPPED, 5);
    }
  }

  @Test
  void a101ThatLacksOneHeaderSaysWhich() {
    String connection =
        detail("HTTP/1.1 101 Go\r\nUpgrade: websocket\r\n\r\n", Cause.UPGRADE_DROPPED);
    assertTrue(connection.contains("without its Connection: Upgrade header"), connection);
    String upgrade =
        detail("HTTP/1.1 101 Go\r\nConnection: Upgrade\r\n\r\n", Cause.UPGRADE_DROPPED);
    assertTrue(upgrade.contains("without its Upgrade: websocket header"), upgrade);
  }

  private static String detail(String response, Cause cause) {
    return expect(answered(response), StepName.UPGRADE, cause, 5).outcome().detail();
  }

  @Test
  void whatCameOfAnAnswerThatDoesNotEndIsTold() {
    String half = detail("HTTP/1.1 101 Switching Protocols\r\nUpgr", Cause.HANDSHAKE_TIMEOUT);
    assertTrue(half.contains("HTTP/1.1 101 Switching"), half);
    String endless = detail("HTTP/1.1 200 OK\r\nX: " + "x".repeat(300_000), Cause.HTTP_STATUS);
    assertTrue(endless.contains("HTTP/1.1 200 OK"), endless);
  }

  @Test
  void aStatusWithoutAPhraseOrWithTwoSpacesIsHttp() {
    String unknown = detail("HTTP/1.1 599 \r\nContent-Length: 0\r\n\r\n", Cause.HTTP_STATUS);
    assertTrue(unknown.contains("599, not 101: a status that says no more."), unknown);
    detail("HTTP/1.1  404  Not Found\r\nContent-Length: 0\r\n\r\n", Cause.HTTP_STATUS);
  }

  @Test
  void ofALongPageOnlyTheBeginIsAFact() {
    StepReport step =
        expect(
            answered("HTTP/1.1 200 OK\r\n\r\n" + "word ".repeat(20_000)),
            StepName.UPGRADE,
            Cause.HTTP_STATUS,
            5);
    assertEquals(301, String.valueOf(step.outcome().facts().get("reason")).length());
  }

  @Test
  void aGrantOfDeflateWithAWrongParameterIsNamed() {
    StepReport step =
        expect(
            report(
                only(StepName.COMPRESSION),
                peer -> {
                  peer.readHead();
                  boolean isOffered = peer.head.contains("permessage-deflate");
                  peer.write(
                      "HTTP/1.1 101 Go\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                          + (isOffered
                              ? "Sec-WebSocket-Extensions: permessage-deflate;"
                                  + " server_max_window_bits=8; x=1\r\n"
                              : "")
                          + "Sec-WebSocket-Accept: "
                          + peer.acceptKey()
                          + "\r\n\r\n");
                  peer.echoAll();
                }),
            StepName.COMPRESSION,
            Cause.ACCEPT_WRONG,
            9);
    assertTrue(step.outcome().detail().contains("\"x\""), step.outcome().detail());
  }

  @Test
  void anAcceptThatDoesNotFollowIsNamed() {
    String upgrade = "Upgrade: websocket\r\nConnection: Upgrade\r\n";
    expect(
        answered("HTTP/1.1 101 Go\r\n" + upgrade + "Sec-WebSocket-Accept: bm8=\r\n\r\n"),
        StepName.UPGRADE,
        Cause.ACCEPT_WRONG,
        5);
  }

  @Test
  void noAnswerIsNamedForHowItDidNotCome() {
    expect(report(Peer::hang), StepName.UPGRADE, Cause.HANDSHAKE_TIMEOUT, 5);
    expect(report(Peer::readHead), StepName.UPGRADE, Cause.CUT, 5);
    expect(
        report(peer -> {
          peer.readHead();
          peer.reset();
        }),
        StepName.UPGRADE,
        Cause.RESET,
        5);
  }

  @Test
  void afterAFailedHandshakeTheRestIsSkippedWithThatReason() {
    Report report = answered("HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n");
    StepReport step = Examined.step(report, StepName.RECONNECT);
    assertEquals(Result.SKIP, step.outcome().result());
    assertEquals("Pointless after upgrade failed.", step.outcome().detail());
    assertEquals(StepName.values().length, report.steps().size());
  }

  // ---------------------------------------------------------------- echoes

  @Test
  void aServerThatAnswersSomethingElseIsNoEcho() {
    Report report =
        report(
            answering((peer, frame) -> {
              peer.send(0x81, "hello".getBytes(StandardCharsets.UTF_8));
              return frame.opcode() != 8;
            }));
    expect(report, StepName.TEXT, Cause.NOT_AN_ECHO, 6);
    assertEquals(Result.SKIP, Examined.step(report, StepName.BURST).outcome().result());
  }

  @Test
  void aPrefixIsNoEcho() {
    expect(
        report(
            only(StepName.TEXT),
            answering((peer, frame) -> {
              byte[] reply =
                  ("got " + new String(frame.payload(), StandardCharsets.UTF_8))
                      .getBytes(StandardCharsets.UTF_8);
              peer.send(frame.first(), reply);
              return true;
            })),
        StepName.TEXT,
        Cause.NOT_AN_ECHO,
        6);
  }

  @Test
  void aServerThatSaysNothingIsSilent() {
    expect(
        report(only(StepName.TEXT), answering((peer, frame) -> true)),
        StepName.TEXT,
        Cause.SILENT,
        7);
  }

  @Test
  void aChangedByteIsAnAlteredMessage() {
    expect(
        report(
            answering((peer, frame) -> {
              if (isData(frame) && frame.payload().length > 20) {
                frame.payload()[20] ^= 1;
              }
              return peer.echo(frame);
            })),
        StepName.TEXT,
        Cause.MESSAGE_ALTERED,
        6);
  }

  @Test
  void aTypeThatChangesIsNamed() {
    expect(
        report(
            answering((peer, frame) ->
                frame.opcode() == 2
                    ? peer.echo(new Frame(0x81, frame.payload()))
                    : peer.echo(frame))),
        StepName.BINARY,
        Cause.TYPE_CHANGED,
        6);
  }

  @Test
  void anEmptyMessageThatIsLostIsNamed() {
    expect(
        report(
            answering((peer, frame) ->
                (isData(frame) && frame.payload().length == 0) || peer.echo(frame))),
        StepName.EMPTY,
        Cause.EMPTY_LOST,
        6);
  }

  @Test
  void aCharacterThatAFragmentCutsAndSomebodyReplacesIsNamed() {
    Script eachFragmentOnItsOwn =
        answering((peer, frame) ->
            (isData(frame) && frame.first() != 0x82)
                ? peer.echo(
                    new Frame(
                        frame.first(),
                        new String(frame.payload(), StandardCharsets.UTF_8)
                            .getBytes(StandardCharsets.UTF_8)))
                : peer.echo(frame));
    expect(report(eachFragmentOnItsOwn), StepName.UTF8_SPLIT, Cause.UTF8_BROKEN, 6);
  }

  @Test
  void aCharacterThatAFragmentCutsAndSomebodyRefusesIsNamed() {
    Script refusing =
        answering((peer, frame) -> {
          if (frame.first() == 0x01 && isAbout(frame, "utf8-split")) {
            peer.sendClose(1007);
            return false;
          }
          return peer.echo(frame);
        });
    expect(report(refusing), StepName.UTF8_SPLIT, Cause.UTF8_BROKEN, 6);
  }

  @Test
  void deflateThatIsNotGrantedIsARemark() {
    Report report = report(only(StepName.COMPRESSION), ToyServerScripts.echo());
    expect(report, StepName.COMPRESSION, Cause.DEFLATE_NOT_GRANTED, 0);
    assertEquals(Result.REMARK, report.result());
  }

  @Test
  void deflateWhoseAnswerWasStrippedDamagesWhatComes() {
    Script compressing =
        answering((peer, frame) ->
            (isData(frame) && peer.head.contains("permessage-deflate"))
                ? peer.echo(new Frame(0xC1, new byte[] {0x2A, 0x49, 0x2D, 0x2E, 0x01, 0x00}))
                : peer.echo(frame));
    Report report = report(only(StepName.COMPRESSION), compressing);
    expect(report, StepName.COMPRESSION, Cause.DEFLATE_STRIPPED, 9);
  }

  @Test
  void aSubprotocolThatIsNotGrantedIsLost() {
    Options asking =
        Examined.with(Examined.DEFAULT, Set.of(StepName.SUBPROTOCOL), "v2.chat", List.of());
    expect(
        report(asking, ToyServerScripts.echo()), StepName.SUBPROTOCOL, Cause.SUBPROTOCOL_LOST, 9);
    Report granted =
        report(
            asking,
            peer -> {
              peer.accept("Sec-WebSocket-Protocol: v2.chat\r\n");
              peer.echoAll();
            });
    assertEquals(Result.PASS, granted.result(), granted.summary());
  }

  @Test
  void aPingThatNobodyAnswersIsNamed() {
    expect(
        report(
            only(StepName.PING),
            answering((peer, frame) -> frame.opcode() == 9 || peer.echo(frame))),
        StepName.PING,
        Cause.PING_UNANSWERED,
        9);
  }

  private static void expectBorder(int border, Reply beyond) {
    StepReport step =
        expect(
            report(
                only(StepName.SIZES),
                answering((peer, frame) ->
                    frame.payload().length > border ? beyond.to(peer, frame) : peer.echo(frame))),
            StepName.SIZES,
            Cause.SIZE_CAP,
            9);
    assertEquals(border, step.outcome().facts().get("passedBytes"));
    assertEquals(border + 1, step.outcome().facts().get("failedBytes"));
  }

  @Test
  void aLimitOfSizeIsFoundToTheByte() {
    for (Reply beyond :
        List.<Reply>of(
            (peer, frame) -> {
              peer.sendClose(1009);
              return false;
            },
            (peer, frame) -> {
              peer.reset();
              return false;
            },
            (peer, frame) -> false)) {
      expectBorder(70_001, beyond);
    }
  }

  @Test
  void aLimitOfSizeAboveWhichMessagesVanishIsFoundToTheByte() {
    for (int border : new int[] {100, 65_536}) {
      expectBorder(border, (peer, frame) -> true);
    }
  }

  // ------------------------------------------------------------- fragments

  @Test
  void aResetAmidFragmentsIsAResetAndToldFromOneOfAnyMessage() {
    Script intolerant =
        answering((peer, frame) -> {
          if ((frame.first() & 0x80) == 0) {
            peer.reset();
            return false;
          }
          return peer.echo(frame);
        });
    for (StepName name : List.of(StepName.UTF8_SPLIT, StepName.FRAGMENTATION)) {
      StepReport step = expect(report(only(name), intolerant), name, Cause.RESET, 8);
      assertEquals("echoed", step.outcome().facts().get("unfragmented"));
    }
    StepReport any =
        expect(
            report(
                only(StepName.FRAGMENTATION),
                answering((peer, frame) -> {
                  peer.reset();
                  return false;
                })),
            StepName.FRAGMENTATION,
            Cause.RESET,
            8);
    assertTrue(any.outcome().detail().contains("did not come back either"), any.toString());
  }

  /** Does this to pings amid a message. */
  private static Report pingsAmidFragments(Reply ping) {
    return report(
        only(StepName.FRAGMENTATION),
        peer -> {
          peer.accept();
          boolean isOpen = false;
          for (Frame frame = peer.read(); frame != null; frame = peer.read()) {
            if (frame.opcode() == 9 && isOpen) {
              ping.to(peer, frame);
            } else if (!peer.echo(frame)) {
              return;
            }
            isOpen = frame.opcode() > 2 ? isOpen : (frame.first() & 0x80) == 0;
          }
        });
  }

  @Test
  void aPingThatIsLostOnlyAmidFragmentsIsNamed() {
    StepReport step =
        expect(
            pingsAmidFragments((peer, frame) -> true),
            StepName.FRAGMENTATION,
            Cause.PING_UNANSWERED,
            9);
    assertEquals("lost", step.outcome().facts().get("pingBetween"));
  }

  @Test
  void aPingThatIsHeldBackUntilTheMessageEndsIsTold() {
    List<Frame> held = new ArrayList<>();
    Report report =
        report(
            only(StepName.FRAGMENTATION),
            answering((peer, frame) -> {
              if (frame.opcode() == 9) {
                held.add(frame);
                return true;
              }
              boolean goesOn = peer.echo(frame);
              if (frame.first() == 0x80) {
                peer.echo(held.get(0));
              }
              return goesOn;
            }));
    StepReport step = Examined.step(report, StepName.FRAGMENTATION);
    assertEquals(Result.PASS, step.outcome().result(), step.toString());
    assertEquals("late", step.outcome().facts().get("pingBetween"));
  }

  @Test
  void pingsThatNobodyEverAnswersAreTheMatterOfTheirOwnStep() {
    Report report =
        report(
            only(StepName.FRAGMENTATION, StepName.PING),
            answering((peer, frame) -> frame.opcode() == 9 || peer.echo(frame)));
    expect(report, StepName.PING, Cause.PING_UNANSWERED, 9);
  }

  // ----------------------------------------------------------------- burst

  private static Script numbering(Reply reply) {
    return answering((peer, frame) -> isData(frame) ? reply.to(peer, frame) : peer.echo(frame));
  }

  private static boolean isNumber(Frame frame, int number) {
    return new String(frame.payload(), StandardCharsets.UTF_8).startsWith(number + " ");
  }

  @Test
  void whatABurstLosesRepeatsOrReordersIsNamed() {
    Options burst = only(StepName.BURST);
    expect(
        report(burst, numbering((peer, frame) -> isNumber(frame, 700) || peer.echo(frame))),
        StepName.BURST,
        Cause.MESSAGE_LOST,
        6);
    expect(
        report(
            burst,
            numbering((peer, frame) -> {
              if (isNumber(frame, 999)) {
                peer.send(frame);
              }
              return peer.echo(frame);
            })),
        StepName.BURST,
        Cause.MESSAGE_DUPLICATED,
        6);
    List<Frame> held = new ArrayList<>();
    expect(
        report(
            burst,
            numbering((peer, frame) -> {
              if (isNumber(frame, 5)) {
                held.add(frame);
                return true;
              }
              boolean goesOn = peer.echo(frame);
              return isNumber(frame, 6) ? peer.echo(held.get(0)) : goesOn;
            })),
        StepName.BURST,
        Cause.MESSAGE_REORDERED,
        6);
    expect(
        report(
            burst,
            numbering((peer, frame) -> {
              if (isNumber(frame, 5)) {
                frame.payload()[0] = 'x';
              }
              return peer.echo(frame);
            })),
        StepName.BURST,
        Cause.MESSAGE_ALTERED,
        6);
  }

  @Test
  void ticksThatComeInHeapsAreBuffered() {
    ByteArrayOutputStream heap = new ByteArrayOutputStream();
    int[] held = {0};
    Report report =
        report(
            only(StepName.BUFFERING),
            answering((peer, frame) -> {
              heap.write(0x81);
              heap.write(frame.payload().length);
              heap.write(frame.payload());
              if (++held[0] % 10 == 0) {
                peer.out.write(heap.toByteArray());
                heap.reset();
              }
              return true;
            }));
    expect(report, StepName.BUFFERING, Cause.BUFFERED, 9);
  }

  // ------------------------------------------------------------------ ends

  @Test
  void anEndAmidIsNamedForHowItCame() {
    Options text = only(StepName.TEXT);
    expect(report(text, answering((p, f) -> false)), StepName.TEXT, Cause.CUT, 8);
    expect(
        report(
            text,
            answering((peer, frame) -> {
              peer.reset();
              return false;
            })),
        StepName.TEXT,
        Cause.RESET,
        8);
    StepReport closed =
        expect(
            report(
                text,
                answering((peer, frame) -> {
                  peer.sendClose(1001);
                  return false;
                })),
            StepName.TEXT,
            Cause.SERVER_CLOSED,
            8);
    assertEquals(1001, closed.outcome().facts().get("closeCode"));
  }

  private static final int SILENT = 0;
  private static final int PINGS = 1;
  private static final int TALKS = 2;

  /** Ends the connections of these kinds once the one that talks has done so twice. */
  private static Report idleWhereThatEnds(Set<Integer> kinds) {
    Map<Peer, Integer> open = new ConcurrentHashMap<>();
    return report(
        only(StepName.IDLE),
        peer -> {
          peer.accept();
          open.put(peer, SILENT);
          int messages = 0;
          for (Frame frame = peer.read(); frame != null && peer.echo(frame); ) {
            messages += isData(frame) ? 1 : 0;
            open.merge(peer, isData(frame) ? TALKS : PINGS, Math::max);
            if (messages == 2) {
              for (Map.Entry<Peer, Integer> each : open.entrySet()) {
                if (kinds.contains(each.getValue())) {
                  each.getKey().socket.close();
                }
              }
            }
            frame = peer.read();
          }
        });
  }

  @Test
  void anIdleTimeoutIsNamedWithItsTime() {
    StepReport step = expect(idleWhereThatEnds(Set.of(SILENT)), StepName.IDLE, Cause.IDLE_CUT, 8);
    assertInstanceOf(Double.class, step.outcome().facts().get("afterSeconds"));
    assertEquals("unknown", step.outcome().facts().get("endedBy"));
  }

  @Test
  void anIdleTimeoutThatPingsDoNotStopIsNamed() {
    expect(idleWhereThatEnds(Set.of(SILENT, PINGS)), StepName.IDLE, Cause.IDLE_CUT_DESPITE_PING, 8);
  }

  @Test
  void aLongestLifeIsNoIdleTimeout() {
    expect(idleWhereThatEnds(Set.of(SILENT, PINGS, TALKS)), StepName.IDLE, Cause.CUT, 8);
  }

  @Test
  void aCloseWithAnotherCodeIsARemarkOfOtherServers() {
    Report report =
        report(
            only(StepName.CLOSE),
            answering((peer, frame) -> {
              peer.sendClose(1000);
              return false;
            }));
    expect(report, StepName.CLOSE, Cause.CLOSE_REPLACED, 0);
  }

  @Test
  void aCloseThatIsNotAnsweredIsNamed() {
    expect(
        report(only(StepName.CLOSE), answering((peer, frame) -> false)),
        StepName.CLOSE,
        Cause.CLOSE_UNANSWERED,
        8);
    expect(
        report(only(StepName.CLOSE), answering((peer, frame) -> true)),
        StepName.CLOSE,
        Cause.CLOSE_UNANSWERED,
        8);
  }
}
