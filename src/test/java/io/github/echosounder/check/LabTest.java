package io.github.echosounder.check;

import static io.github.echosounder.check.Examined.expect;
import static io.github.echosounder.check.Examined.only;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.client.ToyServer;
import io.github.echosounder.client.ToyServer.Frame;
import io.github.echosounder.client.ToyServer.Peer;
import io.github.echosounder.client.ToyServer.Script;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
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
    assertTrue(step.millis() < 900, "as soon as a byte is no HTTP");
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
      StepReport step =
          expect(
              report(
                  only(StepName.SIZES),
                  answering((peer, frame) ->
                      frame.payload().length > 70_001 ? beyond.to(peer, frame) : peer.echo(frame))),
              StepName.SIZES,
              Cause.SIZE_CAP,
              9);
      assertEquals(70_001, step.outcome().facts().get("passedBytes"));
      assertEquals(70_002, step.outcome().facts().get("failedBytes"));
    }
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
    long[] flushed = {System.nanoTime()};
    Report report =
        report(
            only(StepName.BUFFERING),
            answering((peer, frame) -> {
              heap.write(0x81);
              heap.write(frame.payload().length);
              heap.write(frame.payload());
              if (System.nanoTime() - flushed[0] > 500_000_000L) {
                flushed[0] = System.nanoTime();
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

  @Test
  void anIdleTimeoutIsNamedWithItsTime() {
    StepReport step =
        expect(
            report(
                only(StepName.IDLE),
                peer -> {
                  peer.socket.setSoTimeout(1500);
                  peer.accept();
                  peer.echoAll();
                }),
            StepName.IDLE,
            Cause.IDLE_CUT,
            8);
    double after = Double.parseDouble(String.valueOf(step.outcome().facts().get("afterSeconds")));
    assertTrue(after > 1.2 && after < 1.9, "after " + after);
    assertEquals("unknown", step.outcome().facts().get("endedBy"));
  }

  @Test
  void anIdleTimeoutThatPingsDoNotStopIsNamed() {
    expect(
        report(
            only(StepName.IDLE),
            peer -> {
              peer.accept();
              peer.socket.setSoTimeout(50);
              long heard = System.nanoTime();
              while (System.nanoTime() - heard < 1_500_000_000L) {
                try {
                  Frame frame = peer.read();
                  if (frame == null || !peer.echo(frame)) {
                    return;
                  }
                  heard = isData(frame) ? System.nanoTime() : heard;
                } catch (SocketTimeoutException quiet) {
                  // Looks at the clock again.
                }
              }
            }),
        StepName.IDLE,
        Cause.IDLE_CUT_DESPITE_PING,
        8);
  }

  @Test
  void aLongestLifeIsNoIdleTimeout() {
    expect(
        report(
            only(StepName.IDLE),
            peer -> {
              peer.accept();
              Thread end =
                  new Thread(() -> {
                    try {
                      Thread.sleep(1500);
                      peer.socket.close();
                    } catch (InterruptedException | IOException e) {
                      // Ended before.
                    }
                  });
              end.start();
              peer.echoAll();
            }),
        StepName.IDLE,
        Cause.CUT,
        8);
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
