package io.github.echosounder.check;

import io.github.echosounder.client.Failure.Kind;
import io.github.echosounder.client.OpeningException;

/** Whether the subprotocol that was asked for is granted. */
final class SubprotocolStep implements Step {

  private static final String SUBPROTOCOL = "Sec-WebSocket-Protocol";

  @Override
  public Outcome take(Path path) throws OpeningException, BrokenException, InterruptedException {
    String wanted = path.options().subprotocol();
    if (wanted == null) {
      return Outcome.skip("No --subprotocol was given.");
    }
    String granted;
    try {
      granted = path.open().response().value(SUBPROTOCOL);
    } catch (OpeningException other) {
      if (other.failure().kind() != Kind.NOT_OFFERED) {
        throw other;
      }
      return Outcome.fail(Cause.SUBPROTOCOL_LOST, other.failure().detail());
    }
    if (granted.equals(wanted)) {
      return Outcome.pass("The subprotocol " + wanted + " was granted.").with("granted", granted);
    }
    return Outcome.fail(
        Cause.SUBPROTOCOL_LOST,
        "The subprotocol " + wanted + " was offered, and none was granted: " + where(path, wanted));
  }

  private static String where(Path path, String wanted)
      throws OpeningException, BrokenException, InterruptedException {
    String cure = Advice.against(Cause.SUBPROTOCOL_LOST, path.opening());
    if (!path.isEchosounder()) {
      return "the server does not know it, or a proxy in between removes "
          + SUBPROTOCOL
          + " from the request or the answer."
          + cure;
    }
    Inspection inspection = Inspection.reach(path, path.request());
    if (inspection == null) {
      return "the server does not know it (echosounder.subprotocols), or a proxy in between removes "
          + SUBPROTOCOL
          + "."
          + cure;
    }
    var seen = inspection.handshake().path("subprotocols");
    if (!seen.path("offered").toString().contains(wanted)) {
      return "the offer did not arrive, for a proxy in between removes " + SUBPROTOCOL + "." + cure;
    }
    return seen.path("granted").asText("").equals(wanted)
        ? "the server granted it, and a proxy in between removed "
            + SUBPROTOCOL
            + " from the answer."
            + cure
        : "the offer arrived, and the server does not know it (echosounder.subprotocols).";
  }
}
