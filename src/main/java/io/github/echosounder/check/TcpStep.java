package io.github.echosounder.check;

import io.github.echosounder.client.Address;
import io.github.echosounder.client.Failure.Kind;
import io.github.echosounder.client.OpeningException;
import io.github.echosounder.client.Probe;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Connects to the first of the addresses that lets itself be connected to. */
final class TcpStep implements Step {

  @Override
  public Outcome take(Path path) throws InterruptedException {
    List<InetAddress> addresses;
    try {
      addresses = path.addresses();
    } catch (IOException | TimeoutException unknown) {
      return new DnsStep().take(path);
    }
    Duration each = path.timeout().dividedBy(addresses.size());
    List<String> failed = new ArrayList<>();
    OpeningException last = null;
    for (InetAddress address : addresses) {
      InetSocketAddress server = new InetSocketAddress(address, path.address().port());
      try {
        Probe.connect(server, each);
        path.server(server);
        Outcome connected =
            Outcome.pass("Connected to " + Text.of(server) + ".")
                .with("address", Address.text(address))
                .with("port", server.getPort());
        return failed.isEmpty()
            ? connected
            : connected.with("failed", failed).saying("Before that: " + String.join(" ", failed));
      } catch (OpeningException e) {
        failed.add(e.failure().detail());
        last = e;
      }
    }
    return failed(path, failed, last);
  }

  private static Outcome failed(Path path, List<String> failed, @Nullable OpeningException last) {
    String told = String.join(" ", failed);
    Kind kind = last == null ? Kind.TCP_REFUSED : last.failure().kind();
    if (kind == Kind.RESET) {
      return Outcome.fail(
          Cause.RESET,
          told + " A firewall, or a load balancer without a backend, looks like this.");
    }
    return kind == Kind.TCP_TIMEOUT
        ? Outcome.fail(
            Cause.TCP_TIMEOUT,
            told
                + " A firewall or security group that drops packets, or a host that is down,"
                + " looks like this.")
        : Outcome.fail(
            Cause.TCP_REFUSED,
            told
                + " Nothing listens to port "
                + path.address().port()
                + " there, or a firewall rejects it.");
  }
}
