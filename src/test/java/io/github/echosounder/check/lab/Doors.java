package io.github.echosounder.check.lab;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;

/** What may stand at a port instead of a WebSocket server. */
final class Doors {

  private Doors() {}

  /** Speaks first, as SSH, SMTP and MySQL do. */
  static Listener.Service banner(String line) {
    return client -> {
      Hop.write(client, line);
      drain(client);
    };
  }

  /** Reads a request and answers it so. */
  static Listener.Service answer(String response) {
    return client -> {
      Hop.head(client.getInputStream());
      Hop.write(client, response);
    };
  }

  /** Accepts, and never says anything. */
  static Listener.Service hang() {
    return Doors::drain;
  }

  /** Ends TCP as soon as it has read a request. */
  static Listener.Service end() {
    return client -> Hop.head(client.getInputStream());
  }

  static Listener.Service reset() {
    return client -> {
      Hop.head(client.getInputStream());
      client.setSoLinger(true, 0);
    };
  }

  private static void drain(Socket client) throws IOException {
    InputStream in = client.getInputStream();
    in.transferTo(java.io.OutputStream.nullOutputStream());
  }
}
