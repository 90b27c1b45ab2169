package io.github.echosounder.chart;

import io.github.echosounder.wire.client.Bytes;
import io.github.echosounder.wire.client.ClientFrame;
import io.github.echosounder.wire.client.Handshake;
import io.github.echosounder.wire.client.Opcode;
import io.github.echosounder.wire.client.Peer;
import io.github.echosounder.wire.client.RawSocket;
import io.github.echosounder.wire.client.ServerFrame;
import io.github.echosounder.wire.client.Target;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Clients of every kind that a panel or an alert tells of: good ones, rude ones, slow ones. */
final class LiveTraffic implements AutoCloseable {

  private final Target target;
  private final List<RawSocket> open = new ArrayList<>();

  LiveTraffic(int port) {
    target = new Target("127.0.0.1", port, false);
  }

  private Peer peer(Handshake handshake, boolean isCompressing) {
    RawSocket socket = RawSocket.connect(target);
    open.add(socket);
    return Peer.open(socket, handshake, isCompressing);
  }

  /** Some of everything, once; nothing of it stays open. */
  void someOfAll() {
    for (String path : List.of("/", "/ws")) {
      Handshake offer = Handshake.to(path).with("Sec-WebSocket-Extensions", "permessage-deflate");
      try (Peer compressing = peer(offer, true)) {
        for (int i = 0; i < 40; i++) {
          compressing.sendMessage(Opcode.TEXT, Bytes.text("the same again ", 2_000));
          compressing.message();
        }
        compressing.send(ClientFrame.close(1000));
        compressing.expectClose(1000);
      }
      Peer rude = peer(Handshake.to(path), false);
      rude.sendMessage(Opcode.BINARY, Bytes.noise(5_000, 1));
      rude.message();
      rude.socket().reset();
    }
    try (RawSocket socket = RawSocket.connect(target)) {
      socket.send(Handshake.to("/ws").without("Connection").bytes());
      socket.readHead();
    }
  }

  /** Answers pings, and the Close at its end, like a browser's. */
  void stayAndAnswer(int count) {
    for (int i = 0; i < count; i++) {
      Peer peer = peer(Handshake.to("/ws"), false);
      inBackground(() -> {
        ServerFrame frame = peer.frame();
        while (frame.opcode() != Opcode.CLOSE) {
          if (frame.opcode() == Opcode.PING) {
            peer.send(ClientFrame.of(Opcode.PONG, frame.payload()));
          }
          frame = peer.frame();
        }
        peer.send(ClientFrame.of(Opcode.CLOSE, frame.payload()));
        peer.socket().drain();
      });
    }
  }

  /** Sends for ever, and reads only now and then. */
  void sendAndHardlyRead() {
    Peer peer = peer(Handshake.to("/ws"), false);
    byte[] frame = ClientFrame.of(Opcode.BINARY, Bytes.noise(60_000, 2)).bytes();
    inBackground(() -> {
      while (true) {
        peer.socket().send(frame);
      }
    });
    inBackground(() -> {
      while (true) {
        RawSocket.pause(500);
        peer.socket().read(20_000_000);
      }
    });
  }

  private static void inBackground(Runnable client) {
    CompletableFuture<Void> unused =
        CompletableFuture.runAsync(
            () -> {
              try {
                client.run();
              } catch (UncheckedIOException | AssertionError e) {
                // The end of the connection is the end of its client.
              }
            },
            task -> {
              Thread thread = new Thread(task, "client");
              thread.setDaemon(true);
              thread.start();
            });
  }

  @Override
  public void close() {
    open.forEach(RawSocket::close);
  }
}
