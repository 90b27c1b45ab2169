package io.github.echosounder.check;

import io.github.echosounder.client.Address;
import io.github.echosounder.client.BlockingConnection;
import io.github.echosounder.client.Client;
import io.github.echosounder.client.OpeningException;
import io.github.echosounder.client.Probe;
import io.github.echosounder.client.Request;
import io.github.echosounder.client.Response;
import io.github.echosounder.client.Trust;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The way to the server that is examined, and what the steps so far have learned of it. */
final class Path implements AutoCloseable {

  private final Address address;
  private final Options options;
  private final Client client;
  private final Progress progress;
  private final List<BlockingConnection> open = new ArrayList<>();

  private List<InetAddress> addresses = List.of();
  private @Nullable InetSocketAddress server;
  private @Nullable Response opening;
  private boolean hasEchoed;

  Path(Address address, Options options, Client client, Progress progress) {
    this.address = address;
    this.options = options;
    this.client = client;
    this.progress = progress;
  }

  Address address() {
    return address;
  }

  Options options() {
    return options;
  }

  Progress progress() {
    return progress;
  }

  Duration timeout() {
    return options.timeout();
  }

  // -------------------------------------------------------------- learned

  /** The addresses that the host's name stands for. */
  List<InetAddress> addresses() throws IOException, TimeoutException, InterruptedException {
    if (addresses.isEmpty()) {
      addresses = Probe.resolve(address.host(), timeout());
    }
    return addresses;
  }

  /** From now on this one is connected to. */
  void server(InetSocketAddress server) {
    this.server = server;
  }

  /** The answer to the first handshake that opened. */
  void opened(Response response) {
    if (opening == null) {
      opening = response;
    }
  }

  @Nullable Response opening() {
    return opening;
  }

  /** Whether a message has come back as it was sent. */
  boolean hasEchoed() {
    return hasEchoed;
  }

  void echoed() {
    hasEchoed = true;
  }

  boolean isEchosounder() throws OpeningException, BrokenException, InterruptedException {
    if (opening == null) {
      open();
    }
    return opening != null && opening.has(Echosounder.CONNECTION);
  }

  Echosounder echosounder() {
    return new Echosounder(this);
  }

  // ---------------------------------------------------------- connections

  Request request() {
    Request request = Request.to(address, trust(), timeout()).with(options.headers());
    return options.subprotocol() == null ? request : request.offering(options.subprotocol());
  }

  private Trust trust() {
    return options.isInsecure() ? options.trust().inAnyone() : options.trust();
  }

  BlockingConnection open() throws OpeningException, BrokenException, InterruptedException {
    return open(request());
  }

  BlockingConnection open(Request request)
      throws OpeningException, BrokenException, InterruptedException {
    BlockingConnection connection = BlockingConnection.open(client, request, reachable());
    open.add(connection);
    if (request.address().equals(address)) {
      opened(connection.response());
    }
    return connection;
  }

  Response get(String target) throws OpeningException, BrokenException, InterruptedException {
    return BlockingConnection.get(client, request().at(address.at(target)), reachable());
  }

  /** Where to connect to. */
  InetSocketAddress reachable() throws BrokenException, InterruptedException {
    InetSocketAddress known = server;
    if (known == null) {
      Outcome dns = new DnsStep().take(this);
      Outcome tcp = dns.isFail() ? dns : new TcpStep().take(this);
      known = server;
      if (known == null) {
        throw new BrokenException(tcp);
      }
    }
    return known;
  }

  /** A step is over: what it opened is closed, without waiting for that. */
  void leave() {
    for (BlockingConnection connection : open) {
      connection.close(1000, "");
    }
    open.clear();
  }

  @Override
  public void close() {
    leave();
  }
}
