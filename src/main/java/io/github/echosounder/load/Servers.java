package io.github.echosounder.load;

import io.github.echosounder.client.Address;
import io.github.echosounder.client.Probe;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The addresses that the host's name stands for, used in turn. A name may stand for others by the
 * time that a connection is opened again: it is looked up again then.
 */
final class Servers {

  private final Address address;
  private final Duration timeout;
  private final AtomicInteger turn = new AtomicInteger();
  private final AtomicBoolean isLookingUp = new AtomicBoolean();
  private volatile List<InetAddress> found;

  private Servers(Address address, Duration timeout, List<InetAddress> found) {
    this.address = address;
    this.timeout = timeout;
    this.found = found;
  }

  /**
   * Looks the name up.
   *
   * @throws UnknownHostException where it is unknown
   * @throws TimeoutException where nothing answers in time
   */
  static Servers of(Address address, Duration timeout)
      throws UnknownHostException, TimeoutException, InterruptedException {
    return new Servers(address, timeout, Probe.resolve(address.host(), timeout));
  }

  InetSocketAddress next() {
    List<InetAddress> all = found;
    int index = Math.floorMod(turn.getAndIncrement(), all.size());
    return new InetSocketAddress(all.get(index), address.port());
  }

  /** Looks the name up again, meanwhile; until then, and where that fails, the old ones serve. */
  void lookUpAgain() {
    if (isLookingUp.compareAndSet(false, true)) {
      Thread lookup =
          new Thread(
              () -> {
                try {
                  found = Probe.resolve(address.host(), timeout);
                } catch (UnknownHostException | TimeoutException e) {
                  // The old ones are all that is known.
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                } finally {
                  isLookingUp.set(false);
                }
              },
              "lookup");
      lookup.setDaemon(true);
      lookup.start();
    }
  }
}
