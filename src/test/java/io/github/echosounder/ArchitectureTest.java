package io.github.echosounder;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The arrows between the packages, as the root package-info draws them. */
class ArchitectureTest {

  private static final String ROOT = "io.github.echosounder";

  /** What each package may use of the others; the settings are for all. */
  private static final Map<String, List<String>> ARROWS =
      Map.ofEntries(
          Map.entry("settings", List.of()),
          Map.entry("behaviour", List.of()),
          Map.entry("session", List.of("settings")),
          Map.entry("handshake", List.of("behaviour", "session", "settings")),
          Map.entry("wire", List.of("handshake", "behaviour", "session", "settings")),
          Map.entry("endpoint", List.of("behaviour")),
          Map.entry("drain", List.of("session", "settings")),
          Map.entry("verdicts", List.of("session", "settings")),
          Map.entry("observe", List.of("behaviour", "session", "verdicts", "drain", "settings")),
          Map.entry("web", List.of("behaviour", "session", "verdicts", "drain", "settings")),
          Map.entry("client", List.of("wire")),
          Map.entry("command", List.of("client")),
          Map.entry("check", List.of("command", "client", "wire")),
          Map.entry("load", List.of("command", "client", "wire")));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  @Test
  void eachPackageUsesOnlyThoseBelowIt() {
    ARROWS.forEach((name, allowed) ->
        ARROWS.keySet().stream()
            .filter(other -> !other.equals(name) && !allowed.contains(other))
            .forEach(other ->
                noClasses()
                    .that()
                    .resideInAPackage(ROOT + "." + name + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(ROOT + "." + other + "..")
                    .check(CLASSES)));
  }

  @Test
  void noPackageIsUsedInACircle() {
    SlicesRuleDefinition.slices()
        .matching(ROOT + ".(*)..")
        .should()
        .beFreeOfCycles()
        .check(CLASSES);
  }

  @Test
  void onlyTheWireAndTheClientSeeNettyAndOnlyTheWireVertxInside() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + ".wire..", ROOT + ".client..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.netty..", "io.vertx..impl..")
        .check(CLASSES);
  }

  @Test
  void theClientAndTheCommandsSeeOnlyTheFramesOfTheWire() {
    for (String name : List.of("client", "command", "check", "load")) {
      for (String room : List.of("wire.opening", "wire.socket", "wire.reply")) {
        unused(name, ROOT + "." + room);
      }
    }
  }

  /** From the one that sees most of the others to the one that sees none. */
  private static final List<String> ROOMS_OF_THE_WIRE =
      List.of("wire.opening", "wire.socket", "wire.reply", "wire.frame");

  @Test
  void eachRoomOfTheWireUsesOnlyThoseBelowIt() {
    for (int upper = 0; upper < ROOMS_OF_THE_WIRE.size(); upper++) {
      for (int lower = upper + 1; lower < ROOMS_OF_THE_WIRE.size(); lower++) {
        unused(ROOMS_OF_THE_WIRE.get(lower), ROOT + "." + ROOMS_OF_THE_WIRE.get(upper) + "..");
      }
    }
    unused("wire.socket", ROOT + ".handshake..");
    unused("wire.reply", ROOT + ".handshake..");
  }

  @Test
  void framesKnowBuffersButNothingElseOfOursAndNoChannel() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".wire.frame")
        .should()
        .dependOnClassesThat(
            JavaClass.Predicates.resideInAPackage(ROOT + "..")
                .and(
                    DescribedPredicate.not(
                        JavaClass.Predicates.resideInAPackage(ROOT + ".wire.frame"))))
        .check(CLASSES);
    unused("wire.frame", "io.netty.channel..");
  }

  private static void unused(String by, String packages) {
    noClasses()
        .that()
        .resideInAPackage(ROOT + "." + by)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(packages)
        .check(CLASSES);
  }

  /** But for the filter that answers while dev mode reloads, and the client of Redis. */
  @Test
  void onlyTheOpeningSeesVertx() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".wire.opening")
        .and()
        .doNotHaveSimpleName("Reload")
        .and()
        .doNotHaveSimpleName("RedisServer")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.vertx..")
        .check(CLASSES);
  }

  @Test
  void onlyOneClassKnowsHowVertxIsBuiltInsideAndNoneHowTheExtensionIs() {
    noClasses()
        .that()
        .doNotHaveSimpleName("VertxInternals")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.vertx..impl..")
        .check(CLASSES);
    noClasses().should().dependOnClassesThat().resideInAPackage("io.undertow..").check(CLASSES);
  }

  @Test
  void theHandshakeIsJudgedWithoutAnySocket() {
    noClasses()
        .that()
        .resideInAnyPackage(ROOT + ".handshake", ROOT + ".behaviour")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.netty..", "io.vertx..", "io.quarkus..", "jakarta.ws..")
        .check(CLASSES);
  }

  @Test
  void onlyTheEndpointsKnowJakartasWebSockets() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".endpoint")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("jakarta.websocket..")
        .check(CLASSES);
  }

  /** Whoever switches reading on switches it on for those who had a reason to switch it off. */
  @Test
  void onlyTheGateSwitchesReadingOnOrOff() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(ROOT + ".wire.socket.ReadGate")
        .should()
        .callMethod("io.netty.channel.ChannelConfig", "setAutoRead", "boolean")
        .check(CLASSES);
  }
}
