import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The clients of a rehearsal. Its standard input tells it what happens: a line `term` when an
 * instance is sent SIGTERM, the end when all is over. Then it prints what the clients saw, and ends
 * with 1 if that was not flawless.
 */
final class Rehearsal {

  private static final int LAST_ECHOES_SECONDS = 20;

  /** One after another: the handshakes of all at once are another test. */
  private static final int BETWEEN_OPENINGS_MILLIS = 5;

  private static final long STACK_BYTES = 256 * 1024;

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Map<String, String> options = new HashMap<>();
    for (String argument : arguments) {
      String[] parts = argument.split("=", 2);
      options.put(parts[0], parts[1]);
    }
    String path = options.get("path");
    boolean comesBack = Boolean.parseBoolean(options.get("comes-back"));
    Client.Plan plan =
        new Client.Plan(
            Arrays.stream(options.get("addresses").split(",")).map(Rehearsal::address).toList(),
            path,
            Double.parseDouble(options.get("rate")),
            Integer.parseInt(options.get("size")),
            comesBack,
            path.equals("/") ? "接收数据: " : "");
    Tally tally = new Tally();
    List<Client> clients = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int id = 0; id < Integer.parseInt(options.get("connections")); id++) {
      Client client = new Client(id, plan, tally);
      Thread thread = new Thread(null, client, "client-" + id, STACK_BYTES);
      thread.setDaemon(true);
      thread.start();
      clients.add(client);
      threads.add(thread);
      Thread.sleep(BETWEEN_OPENINGS_MILLIS);
    }
    listen(tally);
    clients.forEach(Client::end);
    join(threads);
    clients.forEach(Client::giveUp);
    join(threads);
    tally.print(System.out, comesBack);
    Files.writeString(Path.of(options.get("totals")), tally.totals() + "\n");
    List<String> faults = tally.faults(comesBack);
    faults.forEach(fault -> System.out.println("FAULT: " + fault));
    System.exit(faults.isEmpty() ? 0 : 1);
  }

  private static InetSocketAddress address(String hostAndPort) {
    int colon = hostAndPort.lastIndexOf(':');
    return new InetSocketAddress(
        hostAndPort.substring(0, colon), Integer.parseInt(hostAndPort.substring(colon + 1)));
  }

  private static void listen(Tally tally) throws IOException {
    BufferedReader told =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    while (told.readLine() != null) {
      tally.term();
    }
  }

  private static void join(List<Thread> threads) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LAST_ECHOES_SECONDS);
    for (Thread thread : threads) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left > 0) {
        thread.join(left);
      }
    }
  }
}
