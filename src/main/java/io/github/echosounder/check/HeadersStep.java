package io.github.echosounder.check;

import io.github.echosounder.client.Failure.Kind;
import io.github.echosounder.client.Field;
import io.github.echosounder.client.OpeningException;
import io.github.echosounder.client.Request;
import java.util.ArrayList;
import java.util.List;

/** What was sent of the handshake's headers against what arrived. */
final class HeadersStep implements Step {

  private static final String ORIGIN = "Origin";

  @Override
  public Outcome take(Path path) throws OpeningException, BrokenException, InterruptedException {
    if (!path.isEchosounder()) {
      return Outcome.skip("Only an Echosounder tells what arrived.");
    }
    Request request = path.request();
    boolean hasOrigin = request.fields().stream().anyMatch(f -> f.name().equalsIgnoreCase(ORIGIN));
    Request asked =
        hasOrigin ? request : request.with(List.of(new Field(ORIGIN, path.address().origin())));
    try {
      return judged(path, asked);
    } catch (OpeningException refused) {
      if (hasOrigin || refused.failure().kind() != Kind.STATUS) {
        throw refused;
      }
      return judged(path, request).saying("Without an Origin, since the server refuses its own.");
    }
  }

  private static Outcome judged(Path path, Request request)
      throws OpeningException, BrokenException, InterruptedException {
    Inspection inspection = Inspection.reach(path, request);
    return inspection == null
        ? Outcome.skip(
            "The echo opens on this way, but "
                + path.echosounder().target("/ws/inspect")
                + " does not, so nothing tells what arrived.")
        : judge(request.head(""), inspection.headers());
  }

  static Outcome judge(List<Field> sent, List<Field> arrived) {
    List<String> lost = new ArrayList<>();
    List<String> changed = new ArrayList<>();
    for (Field field : sent) {
      List<String> values =
          arrived.stream()
              .filter(other -> other.name().equalsIgnoreCase(field.name()))
              .map(Field::value)
              .toList();
      if (values.isEmpty()) {
        lost.add(field.name());
      } else if (!field.value().isEmpty()
          && values.stream().noneMatch(value -> value.equalsIgnoreCase(field.value()))) {
        changed.add(field.name());
      }
    }
    List<String> added =
        arrived.stream()
            .map(Field::name)
            .filter(name -> sent.stream().noneMatch(field -> field.name().equalsIgnoreCase(name)))
            .toList();
    String more =
        (changed.isEmpty() ? "" : " Changed on the way: " + String.join(", ", changed) + ".")
            + (added.isEmpty() ? "" : " Added on the way: " + String.join(", ", added) + ".");
    Outcome outcome =
        lost.isEmpty()
            ? Outcome.pass("All " + sent.size() + " headers arrived." + more)
            : Outcome.remark(
                Cause.HEADER_LOST,
                String.join(", ", lost)
                    + " did not arrive: a proxy in between removes "
                    + (lost.size() == 1 ? "it." : "them.")
                    + more);
    return outcome.with("lost", lost).with("changed", changed).with("added", added);
  }
}
