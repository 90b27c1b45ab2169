package io.github.echosounder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a wrong use of the commands is told. */
class CommandsTest {

  private record Run(int exitCode, String out, String err) {}

  private static Run run(String... arguments) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    Logger logs = Logger.getLogger("");
    Level level = logs.getLevel();
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
      int exitCode = Commands.run(arguments);
      return new Run(
          exitCode, said.toString(StandardCharsets.UTF_8), errors.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
      logs.setLevel(level);
    }
  }

  @Test
  void eachCommandTellsTheVersion() {
    for (String command : new String[] {"check", "load", "completion"}) {
      Run run = run(command, "--version");
      assertEquals(0, run.exitCode(), run.toString());
      assertTrue(run.out().startsWith("echosounder "), run.toString());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "--only idle --skip idle, no step is left",
    "--only idle --quick, no step is left",
    "--only nothing, nothing",
    "--idle 0s, --idle must be more than 0",
    "--timeout 0s, --timeout must be more than 0",
    "--max-size 0, --max-size is 1 byte to 1 GiB",
    "--subprotocol=a;b, one name without spaces",
    "--header=Connection:close, that header is the handshake",
    "--header=sec-websocket-key:x, that header is the handshake",
    "--no-such-option, --no-such-option"
  })
  void wrongUsageIsASentenceAndExitCode2(String options, String told) {
    Run run = run(("check ws://127.0.0.1:1/ " + options).split(" ", -1));
    assertEquals(2, run.exitCode(), run.toString());
    assertEquals("", run.out());
    assertTrue(run.err().contains(told), run.err());
  }

  @Test
  void wrongUsageIsADocumentWhereJsonWasAskedFor() throws Exception {
    for (String wrong : new String[] {"--idle=0s", "--no-such-option", "--max-size=x"}) {
      Run run = run("check", "ws://127.0.0.1:1/", "--json", wrong);
      assertEquals(2, run.exitCode(), run.toString());
      JsonNode document = new ObjectMapper().readTree(run.out());
      assertEquals(2, document.path("exitCode").asInt());
      assertTrue(run.err().startsWith(document.path("error").asText()), run.toString());
    }
  }
}
