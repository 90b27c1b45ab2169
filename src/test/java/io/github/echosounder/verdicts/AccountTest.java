package io.github.echosounder.verdicts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.session.Connection;
import io.github.echosounder.verdicts.Account.Pings;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is told of a connection: each number in its place and its unit. */
class AccountTest {

  private static final Server SERVER = new Server("00000001", null, null, null);
  private static final long OLD_NANOS = 20_000_000;

  private final Connection connection =
      new Connection("id", new Connection.Handshake("/ws", "192.0.2.1:1", "chat", "", null));

  private Account account() {
    return Account.of(connection, null, SERVER);
  }

  @Test
  void messagesAndBytesAreToldEachWay() {
    connection.countIn(1, 20);
    connection.countOut(3, 400);
    Account account = account();
    assertEquals(
        List.of(1L, 20L, 3L, 400L),
        List.of(
            account.received().messages(),
            account.received().bytes(),
            account.sent().messages(),
            account.sent().bytes()));
  }

  @Test
  void roundTripsAreInMicroseconds() {
    assertNull(account().roundTrips());
    connection.roundTrip(2_000_000);
    connection.roundTrip(6_000_000);
    connection.roundTrip(4_000_000);
    assertEquals(new Pings(3, 4000, 2000, 6000, 4000), account().roundTrips());
  }

  @Test
  void theAgeIsInSeconds() {
    while (connection.ageNanos() < OLD_NANOS) {
      Thread.onSpinWait();
    }
    double age = account().ageSeconds();
    double oldest = connection.ageNanos() / 1e9;
    assertTrue(age >= OLD_NANOS / 1e9 && age <= oldest + 0.001, age + " of " + oldest);
  }
}
