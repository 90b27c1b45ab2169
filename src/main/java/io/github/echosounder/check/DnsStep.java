package io.github.echosounder.check;

import io.github.echosounder.client.Address;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** Looks the host's name up. */
final class DnsStep implements Step {

  @Override
  public Outcome take(Path path) throws InterruptedException {
    String host = path.address().host();
    try {
      List<String> found = path.addresses().stream().map(Address::text).distinct().toList();
      String all = found.stream().collect(Collectors.joining(", "));
      return Outcome.pass(
              found.equals(List.of(host)) ? host + " is an address." : host + " is " + all + ".")
          .with("addresses", found);
    } catch (IOException unknown) {
      return Outcome.fail(
          Cause.DNS_UNKNOWN,
          "No name server knows the host "
              + host
              + ": a mistyped name, a record that is missing,"
              + " or a name that is known only inside another network or cluster.");
    } catch (TimeoutException late) {
      return Outcome.fail(
          Cause.DNS_UNKNOWN,
          "No name server answered for " + host + " within " + Text.of(path.timeout()) + ".");
    }
  }
}
