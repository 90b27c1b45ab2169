package io.github.echosounder.chart;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Helm itself finds nothing to object to. */
class ChartLintTest {

  @Test
  void theChartPassesTheStrictLint() {
    LintResult result = new Helm(Chart.SOURCE).lint().strict().call();
    assertFalse(result.isFailed(), () -> String.join("\n", result.getMessages()));
  }

  @Test
  void theChartCanBePackaged(@TempDir Path directory) throws Exception {
    new Helm(Chart.SOURCE).packageIt().withDestination(directory).call();
    assertTrue(Files.size(directory.resolve("echosounder-0.1.0.tgz")) > 1000);
  }
}
