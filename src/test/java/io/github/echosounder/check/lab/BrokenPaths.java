package io.github.echosounder.check.lab;

import static io.github.echosounder.check.lab.BrokenPath.broken;

import io.github.echosounder.check.lab.Hop.End;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** One line for each fault that a path can have. */
final class BrokenPaths {

  private static final int REMARK = 0;
  private static final int UPGRADE = 5;
  private static final int NOT_THE_ECHO = 6;
  private static final int SILENT = 7;
  private static final int ENDED = 8;
  private static final int OTHER = 9;

  private static final Duration SHORT = Duration.ofMillis(1500);

  private BrokenPaths() {}

  static Stream<BrokenPath> all() {
    return Stream.of(upgrade(), remarks(), messages(), numbers(), ends()).flatMap(List::stream);
  }

  private static List<BrokenPath> upgrade() {
    return List.of(
        broken(
            "an SSH server",
            port -> Doors.banner("SSH-2.0-OpenSSH_9.2p1\r\n"),
            "not-http",
            UPGRADE),
        broken(
            "a mail server",
            port -> Doors.banner("220 mail.example.com ESMTP\r\n"),
            "not-http",
            UPGRADE),
        broken(
            "a plain HTTP server",
            port -> Doors.answer(answer("200 OK", "<html>hello</html>")),
            "http-status",
            UPGRADE),
        broken(
            "a redirect",
            port -> Doors.answer(answer("301 Moved Permanently\r\nLocation: /elsewhere", "")),
            "http-status",
            UPGRADE),
        broken(
            "a proxy without its upstream",
            port -> Doors.answer(answer("502 Bad Gateway", "bad gateway")),
            "http-status",
            UPGRADE),
        broken(
            "a server that is full",
            port -> Doors.answer(answer("503 Service Unavailable\r\nRetry-After: 1", "")),
            "http-status",
            UPGRADE),
        broken(
            "Upgrade and Connection stripped",
            port -> Hop.to(port).request(Faults.without("(?:Upgrade|Connection)")),
            "upgrade-dropped",
            UPGRADE),
        broken(
            "Connection: close upstream",
            port ->
                Hop.to(port)
                    .request(head -> head.replaceAll("(?im)^Connection:.*$", "Connection: close")),
            "upgrade-dropped",
            UPGRADE),
        broken(
            "a 101 that has lost its Upgrade",
            port -> Hop.to(port).response(Faults.without("(?:Upgrade|Connection)")),
            "upgrade-dropped",
            UPGRADE),
        broken(
            "a wrong Sec-WebSocket-Accept",
            port -> Hop.to(port).response(Faults.WRONG_ACCEPT),
            "accept-wrong",
            UPGRADE),
        broken(
            "a 101 without Sec-WebSocket-Accept",
            port -> Hop.to(port).response(Faults.without("Sec-WebSocket-Accept")),
            "accept-wrong",
            UPGRADE),
        broken("no answer at all", port -> Doors.hang(), "handshake-timeout", UPGRADE)
            .with("--timeout", "1s"),
        broken(
                "half an answer",
                port ->
                    client -> {
                      Hop.write(client, "HTTP/1.1 101 Switching Protocols\r\nUpgr");
                      client.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
                    },
                "handshake-timeout",
                UPGRADE)
            .with("--timeout", "1s"),
        broken("TCP ended at the handshake", port -> Doors.end(), "cut", UPGRADE),
        broken("TCP reset at the handshake", port -> Doors.reset(), "reset", UPGRADE));
  }

  private static List<BrokenPath> remarks() {
    return List.of(
        broken(
            "Origin stripped",
            port -> Hop.to(port).request(Faults.without("Origin")),
            "header-lost",
            REMARK),
        broken(
                "a header stripped",
                port -> Hop.to(port).request(Faults.without("X-Tenant")),
                "header-lost",
                REMARK)
            .with("--header", "X-Tenant: blue"),
        broken(
            "fragments joined on the way there",
            port -> Hop.to(port).toServer(Faults.joiningFragments()),
            "refragmented",
            REMARK),
        broken(
            "fragments joined on the way back",
            port -> Hop.to(port).toClient(Faults.joiningFragments()),
            "refragmented",
            REMARK),
        broken(
            "the offer of deflate stripped",
            port -> Hop.to(port).request(Faults.without("Sec-WebSocket-Extensions")),
            "deflate-stripped",
            REMARK),
        broken(
            "no deflate at a server of any kind",
            port ->
                Hop.to(port)
                    .request(Faults.without("Sec-WebSocket-Extensions"))
                    .response(Faults.UNNAMED),
            "deflate-not-granted",
            REMARK),
        broken(
            "pings answered by the hop",
            port -> Hop.to(port).answeringPings(),
            "ping-answered-by-path",
            REMARK),
        broken(
            "Closes replaced before a server of any kind",
            port -> Hop.to(port).toServer(Faults.replacingCloses(1000)).response(Faults.UNNAMED),
            "close-replaced",
            REMARK));
  }

  private static List<BrokenPath> messages() {
    return List.of(
        broken("a server with a prefix", port -> Hop.to(port), "not-an-echo", NOT_THE_ECHO).at("/"),
        broken("a greeting", port -> Hop.to(port), "not-an-echo", NOT_THE_ECHO)
            .at("/ws?greeting=welcome"),
        broken(
                "a server that says nothing",
                port -> Hop.to(port).toClient(Faults.losingData()),
                "silent",
                SILENT)
            .with("--timeout", "1s"),
        broken(
            "a byte changed",
            port -> Hop.to(port).toClient(Faults.frames(Faults::altered)),
            "message-altered",
            NOT_THE_ECHO),
        broken(
            "text comes back as binary",
            port -> Hop.to(port).toClient(Faults.frames(Faults::asBinary)),
            "type-changed",
            NOT_THE_ECHO),
        broken(
                "an empty message lost",
                port -> Hop.to(port).toServer(Faults.losingEmptyMessages()),
                "empty-lost",
                NOT_THE_ECHO)
            .with("--timeout", "1s"),
        broken(
            "each frame decoded alone",
            port -> Hop.to(port).toClient(Faults.frames(Faults::decodedAlone)),
            "utf8-broken",
            NOT_THE_ECHO),
        broken(
                "pings lost",
                port -> Hop.to(port).toServer(Faults.losing(WireFrame.PING)),
                "ping-unanswered",
                OTHER)
            .with("--timeout", "1s"),
        broken(
                "pongs lost",
                port -> Hop.to(port).toClient(Faults.losing(WireFrame.PONG)),
                "ping-unanswered",
                OTHER)
            .with("--timeout", "1s"),
        broken("no subprotocol", port -> Hop.to(port), "subprotocol-lost", OTHER)
            .with("--subprotocol", "v9.nobody"));
  }

  private static List<BrokenPath> numbers() {
    return List.of(
        broken(
            "TCP ended above 32 KiB",
            port -> Hop.to(port).toServer(Faults.largerThan(32 << 10, End.FIN)),
            "size-cap",
            OTHER),
        broken(
            "TCP reset above 1 MiB",
            port -> Hop.to(port).toServer(Faults.largerThan(1 << 20, End.RESET)),
            "size-cap",
            OTHER),
        broken(
            "one message lost of many",
            port -> Hop.to(port).toClient(Faults.message(120, frame -> List.of())),
            "message-lost",
            NOT_THE_ECHO),
        broken(
            "one message twice",
            port -> Hop.to(port).toClient(Faults.message(120, frame -> List.of(frame, frame))),
            "message-duplicated",
            NOT_THE_ECHO),
        broken(
            "two messages in the wrong order",
            port -> Hop.to(port).toClient(Faults.overtaken(120)),
            "message-reordered",
            NOT_THE_ECHO),
        broken(
            "one message of many changed",
            port ->
                Hop.to(port).toClient(Faults.message(120, frame -> List.of(Faults.altered(frame)))),
            "message-altered",
            NOT_THE_ECHO),
        broken(
            "replies gathered for two seconds",
            port -> Hop.to(port).gatheringReplies(Duration.ofSeconds(2)),
            "buffered",
            OTHER),
        broken(
            "replies gathered, a server of any kind",
            port -> Hop.to(port).gatheringReplies(Duration.ofSeconds(2)).response(Faults.UNNAMED),
            "buffered",
            OTHER));
  }

  private static List<BrokenPath> ends() {
    return List.of(
        broken(
                "a firewall that forgets after silence",
                port -> Hop.to(port).forgettingAfter(SHORT),
                "idle-cut",
                ENDED)
            .with("--idle", "4s", "--timeout", "2s"),
        broken(
                "a firewall that forgets before a server of any kind",
                port -> Hop.to(port).forgettingAfter(SHORT).response(Faults.UNNAMED),
                "idle-cut",
                ENDED)
            .with("--idle", "4s", "--timeout", "2s"),
        broken(
                "TCP ended after silence",
                port -> Hop.to(port).cutsAfterSilence(SHORT, End.FIN),
                "idle-cut",
                ENDED)
            .with("--idle", "4s"),
        broken(
                "TCP reset after silence",
                port -> Hop.to(port).cutsAfterSilence(SHORT, End.RESET),
                "idle-cut",
                ENDED)
            .with("--idle", "4s"),
        broken(
                "pings do not keep it open",
                port -> Hop.to(port).cutsAfterSilence(SHORT, End.FIN).countingMessagesOnly(),
                "idle-cut-despite-ping",
                ENDED)
            .with("--idle", "4s"),
        broken(
            "TCP ended at the first message",
            port -> Hop.to(port).toServer(Faults.endingAt(1, End.FIN)),
            "cut",
            ENDED),
        broken(
            "TCP reset at the first message",
            port -> Hop.to(port).toServer(Faults.endingAt(1, End.RESET)),
            "reset",
            ENDED),
        broken(
            "TCP ended in the middle of many",
            port -> Hop.to(port).toServer(Faults.endingAt(120, End.FIN)),
            "cut",
            ENDED),
        broken(
            "a Close that nobody asked for",
            port -> Hop.to(port).toClient(Faults.closingAt(1, 1001)),
            "server-closed",
            ENDED),
        broken(
            "Closes replaced on the way there",
            port -> Hop.to(port).toServer(Faults.replacingCloses(1000)),
            "close-replaced",
            ENDED),
        broken(
            "Closes replaced on the way back",
            port -> Hop.to(port).toClient(Faults.replacingCloses(1001)),
            "close-replaced",
            ENDED),
        broken(
                "Closes lost",
                port -> Hop.to(port).toServer(Faults.losing(WireFrame.CLOSE)),
                "close-unanswered",
                ENDED)
            .with("--timeout", "1s"));
  }

  private static String answer(String status, String body) {
    return "HTTP/1.1 "
        + status
        + "\r\nContent-Type: text/html\r\nContent-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }
}
