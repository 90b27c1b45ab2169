package io.github.echosounder.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.client.ToyServer.Frame;
import io.github.echosounder.wire.frame.Opcode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** An open connection: each frame goes as it was told, and each that came is told. */
class ConnectionTest extends ClientTestCase {

  private BlockingConnection toEcho() throws Exception {
    return open(request(keep(ToyServer.echo())));
  }

  @Test
  void aMessageOfAnySizeComesBackWhole() throws Exception {
    BlockingConnection connection = toEcho();
    for (int size : new int[] {0, 1, 125, 126, 65_535, 65_536, 3_000_001}) {
      byte[] bytes = new byte[size];
      new Random(size).nextBytes(bytes);
      connection.message(Opcode.BINARY, Payload.of(bytes));
      Event.Message echo = next(connection, Event.Message.class);
      assertEquals(size, echo.length());
      assertArrayEquals(Events.sha256().digest(bytes), echo.sha256());
    }
  }

  @Test
  void fragmentsGoAndComeAsTheyAreAndAPingGoesBetweenThem() throws Exception {
    BlockingConnection connection = toEcho();
    byte[] euro = "€".getBytes(StandardCharsets.UTF_8);
    connection.send(Opcode.TEXT, Payload.of(new byte[] {euro[0]}));
    connection.ping(new byte[] {7});
    connection.send(Opcode.FIN | Opcode.CONTINUATION, Payload.of(new byte[] {euro[1], euro[2]}));
    assertArrayEquals(new byte[] {7}, next(connection, Event.Pong.class).payload());
    Event.Message echo = next(connection, Event.Message.class);
    assertEquals("€", echo.text());
    assertEquals(
        List.of(new Event.Frame(1, false, false, 1), new Event.Frame(0, true, false, 2)),
        echo.frames());
  }

  @Test
  void aPingOfTheServerIsAnsweredUnlessTheRequestSaysElse() throws Exception {
    ToyServer server =
        serve(peer -> {
          peer.accept();
          peer.send(0x89, new byte[] {1});
          peer.echoAll();
        });
    BlockingConnection answering = open(request(server));
    next(answering, Event.Ping.class);
    BlockingConnection silent = open(request(server).withoutPongs());
    next(silent, Event.Ping.class);
    silent.text("only this");
    assertEquals("only this", next(silent, Event.Message.class).text());
  }

  @Test
  void aCloseIsAnsweredAndTheEndOfTcpIsTold() throws Exception {
    ToyServer server =
        serve(peer -> {
          peer.accept();
          peer.sendClose(4000);
          Frame answer = peer.read();
          peer.socket.close();
          assertEquals(8, answer == null ? 0 : answer.opcode());
        });
    BlockingConnection connection = open(request(server));
    assertEquals(4000, next(connection, Event.Closed.class).code());
    assertEquals(TcpEnd.FIN, next(connection, Event.Ended.class).end());
  }

  @Test
  void aResetIsToldFromAnOrderlyEnd() throws Exception {
    ToyServer server =
        serve(peer -> {
          peer.accept();
          peer.read();
          peer.reset();
        });
    BlockingConnection connection = open(request(server));
    connection.text("now");
    assertEquals(TcpEnd.RESET, next(connection, Event.Ended.class).end());
  }

  @Test
  void aResetThatOurOwnNextWriteMeetsIsAReset() throws Exception {
    CountDownLatch isHeld = new CountDownLatch(1);
    CountDownLatch isReset = new CountDownLatch(1);
    ToyServer server =
        serve(peer -> {
          peer.accept();
          isHeld.await();
          peer.reset();
          isReset.countDown();
        });
    BlockingConnection connection = open(request(server));
    // Holds the event loop until the RST is there, so that writing learns of it before reading.
    connection.send(Opcode.FIN | Opcode.TEXT, held(isHeld, isReset));
    assertEquals(TcpEnd.RESET, next(connection, Event.Ended.class).end());
  }

  private static Payload held(CountDownLatch isHeld, CountDownLatch until) {
    return new Payload() {
      @Override
      public long length() {
        return 1;
      }

      @Override
      public void write(long from, ByteBuffer out) {
        isHeld.countDown();
        try {
          until.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
        out.put((byte) 'x');
      }
    };
  }

  @Test
  void aCloseThatComesWhileALargeMessageIsOnItsWayIsRead() throws Exception {
    ToyServer server =
        serve(peer -> {
          peer.accept();
          peer.in.readNBytes(100_000);
          peer.sendClose(1009);
          peer.socket.shutdownOutput();
          peer.socket.close();
        });
    for (int i = 0; i < 20; i++) {
      BlockingConnection connection = open(request(server));
      connection.message(Opcode.BINARY, Payload.of(new byte[20_000_000]));
      assertEquals(1009, next(connection, Event.Closed.class).code());
    }
  }

  @Test
  void damagedTextIsShownAsItCame() throws Exception {
    ToyServer server =
        serve(peer -> {
          peer.accept();
          peer.send(0x81, new byte[] {'a', (byte) 0xC3});
          peer.hang();
        });
    Event.Message message = next(open(request(server)), Event.Message.class);
    assertArrayEquals(new byte[] {'a', (byte) 0xC3}, message.payload());
  }

  @Test
  void aBrokenFrameIsTold() throws Exception {
    ToyServer server =
        serve(peer -> {
          peer.accept();
          peer.send(0xC1, new byte[] {1});
          peer.hang();
        });
    Event.Violated violated = next(open(request(server)), Event.Violated.class);
    assertTrue(violated.rule().contains("RSV1"), violated.rule());
  }

  @Test
  void whatComesRightBehindThe101IsNotLost() throws Exception {
    ToyServer server =
        serve(peer -> {
          peer.readHead();
          byte[] head =
              ("HTTP/1.1 101 Go\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                      + "Sec-WebSocket-Accept: "
                      + peer.acceptKey()
                      + "\r\n\r\n\u0001\u0001h")
                  .getBytes(StandardCharsets.ISO_8859_1);
          peer.out.write(head);
          peer.out.flush();
          peer.send(0x80, new byte[] {'i'});
          peer.hang();
        });
    assertEquals("hi", next(open(request(server)), Event.Message.class).text());
  }
}
