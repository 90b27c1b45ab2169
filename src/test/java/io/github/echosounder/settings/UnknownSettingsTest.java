package io.github.echosounder.settings;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A slip in a setting's name stops the start; what was meant for somebody else does not. */
class UnknownSettingsTest {

  @ParameterizedTest
  @CsvSource({
    "ECHOSOUNDER_MAX_CONECTIONS, echosounder.max-connections",
    "ECHOSOUNDER_DRAIN_WINDW, echosounder.drain.window",
    "ECHOSOUNDER_COMPRESS, echosounder.compression",
    "QUARKUS_HTTP_PROT, quarkus.http.port",
    "QUARKUS_HTTP_SSL_CERTIFICATE_FILE, quarkus.http.ssl.certificate.files"
  })
  void aMisspeltVariableIsRefusedWithTheSettingThatWasMeant(String given, String meant) {
    String line =
        assertThrows(
                ConfigurationException.class, () -> UnknownSettings.refuseVariables(Set.of(given)))
            .getMessage();
    assertEquals(
        "There is no setting %s; did you mean %s (%s)?"
            .formatted(given, SettingNames.variable(meant), meant),
        line);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ECHOSOUNDER_IMAGE",
        "ECHOSOUNDER_VERSION",
        "ECHOSOUNDER_NAMESPACE",
        "ECHOSOUNDER_CHROMIUM",
        "ECHOSOUNDER_FOO",
        "ECHOSOUNDER_URL",
        "QUARKUS_HTTP_FOO"
      })
  void aVariableThatIsLikeNoSettingIsIgnored(String variable) {
    assertEquals(Set.of(variable), UnknownSettings.refuseVariables(Set.of(variable)));
  }

  @Test
  void whatASettingOrAServiceIsToldByIsNotEvenMentioned() {
    Set<String> known =
        Set.of(
            "ECHOSOUNDER_DRAIN_WINDOW",
            "ECHOSOUNDER_ALLOWED_ORIGINS_0_",
            "QUARKUS_HTTP_PORT",
            "QUARKUS_HTTP_HEADER__X_A__VALUE",
            "ECHOSOUNDER_SERVICE_HOST",
            "ECHOSOUNDER_PORT",
            "ECHOSOUNDER_PORT_80_TCP_ADDR",
            "ECHOSOUNDER_SERVICE_PORT_HTTP",
            "QUARKUS_LOG_LEVEL",
            "PATH");
    assertEquals(Set.of(), UnknownSettings.refuseVariables(known));
  }

  @ParameterizedTest
  @CsvSource({
    "quarkus.http.prot, '; did you mean quarkus.http.port?'",
    "quarkus.http.ssl.certificate.file, '; did you mean quarkus.http.ssl.certificate.files?'",
    "quarkus.http.foo.bar, '; see https://quarkus.io/guides/all-config for those of quarkus.http.'"
  })
  void anUnknownPropertyOfTheHttpServerIsRefused(String given, String hint) {
    String line =
        assertThrows(
                ConfigurationException.class,
                () -> UnknownSettings.refuseProperties(List.of(given), Set.of()))
            .getMessage();
    assertEquals("There is no setting " + given + hint, line);
  }

  @Test
  void aPropertyThatConfigMadeOfAVariableIsJudgedAsAVariable() {
    assertDoesNotThrow(() ->
        UnknownSettings.refuseProperties(List.of("quarkus.http.foo"), Set.of("QUARKUS_HTTP_FOO")));
  }

  @Test
  void aPropertyWithAKeyOrAnIndexIsKnown() {
    assertDoesNotThrow(() ->
        UnknownSettings.refuseProperties(
            List.of(
                "quarkus.http.port",
                "quarkus.http.root-path",
                "quarkus.http.header.\"X.A\".value",
                "quarkus.http.ssl.protocols[0]",
                "quarkus.log.level"),
            Set.of()));
  }

  @Test
  void aNameThatIsLikeNoSettingIsAnsweredWithAllThereAre() {
    String line = UnknownSettings.explain("echosounder.foo");
    assertTrue(
        line.startsWith(
            "There is no setting echosounder.foo; there are echosounder.allowed-origins"),
        line);
  }
}
