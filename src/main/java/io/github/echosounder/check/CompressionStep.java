package io.github.echosounder.check;

import io.github.echosounder.client.BlockingConnection;
import io.github.echosounder.client.DeflateOffer;
import io.github.echosounder.client.Event;
import io.github.echosounder.client.OpeningException;
import io.github.echosounder.client.Payload;
import io.github.echosounder.client.Request;
import io.github.echosounder.wire.frame.Opcode;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** RFC 7692: offers permessage-deflate as browsers do, and uses what is granted. */
final class CompressionStep implements Step {

  private static final String EXTENSIONS = "Sec-WebSocket-Extensions";

  @Override
  public Outcome take(Path path) throws OpeningException, BrokenException, InterruptedException {
    Request request = path.request().offering(DeflateOffer.OF_BROWSERS);
    BlockingConnection connection = path.open(request);
    String granted = connection.response().value(EXTENSIONS);
    return granted.isEmpty()
        ? notGranted(path, request, connection)
        : used(path, connection).with("granted", granted);
  }

  /** The second message may refer to the first, where the context is kept. */
  private static Outcome used(Path path, BlockingConnection connection)
      throws BrokenException, InterruptedException {
    byte[] text = Messages.text("compression").repeat(20).getBytes(StandardCharsets.UTF_8);
    long wire = 0;
    boolean isCompressed = false;
    for (int i = 0; i < 2; i++) {
      connection.message(Opcode.TEXT, Payload.of(text));
      Event.Message reply = Echoes.next(path, connection, "after a compressed message");
      Outcome fault = EchoJudgement.of(text, true, reply, path.hasEchoed());
      if (fault != null) {
        return fault;
      }
      path.echoed();
      wire = reply.wireBytes();
      isCompressed |= reply.isCompressed();
    }
    return Outcome.pass(
            isCompressed
                ? "Granted and used: " + Text.bytes(text.length) + " came back in " + wire + "."
                : "Granted, and what was compressed came back right, though not compressed.")
        .with("messageBytes", text.length)
        .with("wireBytes", wire);
  }

  private static Outcome notGranted(Path path, Request request, BlockingConnection connection)
      throws OpeningException, BrokenException, InterruptedException {
    Outcome damaged = damaged(path, connection);
    if (damaged != null) {
      return damaged;
    }
    if (!path.isEchosounder()) {
      return Outcome.remark(
          Cause.DEFLATE_NOT_GRANTED,
          "permessage-deflate was offered and not granted: the server does without, or the offer did"
              + " not reach it.");
    }
    String arrived = "";
    String answered = "";
    try {
      Inspection inspection = Inspection.reach(path, request);
      if (inspection == null) {
        return Outcome.remark(
            Cause.DEFLATE_NOT_GRANTED,
            "permessage-deflate was offered and not granted; what arrived of the offer nothing tells"
                + " on this way.");
      }
      arrived = inspection.handshake().path("extensions").path("offered").toString();
      answered = inspection.handshake().path("extensions").path("granted").asText("");
    } catch (BrokenException unreadable) {
      answered = "permessage-deflate";
    }
    if (answered.contains("permessage-deflate")) {
      return Outcome.remark(
          Cause.DEFLATE_STRIPPED,
          "The server granted permessage-deflate, and its answer lost that on the way back."
              + Advice.against(Cause.DEFLATE_STRIPPED, path.opening()));
    }
    return arrived.contains("permessage-deflate")
        ? Outcome.remark(
            Cause.DEFLATE_NOT_GRANTED,
            "The offer of permessage-deflate arrived; the server does without.")
        : Outcome.remark(
            Cause.DEFLATE_STRIPPED,
            "The offer of permessage-deflate did not arrive: a proxy in between removes "
                + EXTENSIONS
                + "."
                + Advice.against(Cause.DEFLATE_STRIPPED, path.opening()));
  }

  /** A server that believes it granted compresses, and nobody can read that. */
  private static @Nullable Outcome damaged(Path path, BlockingConnection connection)
      throws BrokenException, InterruptedException {
    byte[] text = Messages.text("compression").getBytes(StandardCharsets.UTF_8);
    connection.message(Opcode.TEXT, Payload.of(text));
    try {
      return EchoJudgement.of(
          text, true, Echoes.next(path, connection, "after a message"), path.hasEchoed());
    } catch (BrokenException broken) {
      String rule = String.valueOf(broken.outcome().facts().get("rule"));
      if (!rule.contains("RSV1")) {
        throw broken;
      }
      return Outcome.fail(
          Cause.DEFLATE_STRIPPED,
          "The server compresses, though its answer did not say so: a proxy in between removed "
              + EXTENSIONS
              + " from it, and clients cannot read what comes."
              + Advice.against(Cause.DEFLATE_STRIPPED, path.opening()));
    }
  }
}
