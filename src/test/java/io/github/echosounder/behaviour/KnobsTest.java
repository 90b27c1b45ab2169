package io.github.echosounder.behaviour;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a query is read as, and what is said about one that cannot be read. */
class KnobsTest {

  private static final List<String> ENDPOINTS =
      List.of("/", "/ws", "/ws/inspect", "/ws/stream", "/ws/sink", "/ws/refuse");

  private static Knobs read(String query) throws KnobException {
    return Knobs.of(query, "/ws");
  }

  private static KnobException fault(String query) {
    return fault(query, "/ws");
  }

  private static KnobException fault(String query, String endpoint) {
    return assertThrows(KnobException.class, () -> Knobs.of(query, endpoint), query);
  }

  /** As it arrives: a character for each byte. */
  private static String raw(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  // ------------------------------------------------------------ what is read

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "&"})
  void aQueryWithoutAKnobTurnsNone(String query) throws KnobException {
    assertSame(Knobs.NONE, read(query));
  }

  @Test
  void theKnobsOfAQueryAreAllRead() throws KnobException {
    Knobs knobs = read("delay=250ms&drop=0.01&pong=off&close-code=4001&seed=-3");
    assertEquals(Duration.ofMillis(250), knobs.get(Knob.DELAY));
    assertEquals(0.01, knobs.get(Knob.DROP));
    assertEquals(false, knobs.get(Knob.PONG));
    assertEquals(4001, knobs.get(Knob.CLOSE_CODE));
    assertEquals(-3L, knobs.get(Knob.SEED));
    assertNull(knobs.get(Knob.JITTER));
    assertEquals(Duration.ZERO, knobs.get(Knob.JITTER, Duration.ZERO));
    assertTrue(knobs.has(Knob.DELAY) && !knobs.has(Knob.JITTER));
  }

  @Test
  void whetherThereAreOthersIsKnown() throws KnobException {
    assertTrue(read("label=12345678").isEmptyBut(Knob.LABEL));
    assertFalse(read("label=12345678&seed=1").isEmptyBut(Knob.LABEL));
    assertTrue(Knobs.NONE.isEmptyBut());
  }

  static Stream<Knob<?>> knobs() {
    return Knob.ALL.stream();
  }

  @ParameterizedTest
  @MethodSource("knobs")
  void theExampleOfEachKnobIsReadWhereTheKnobIsKnown(Knob<?> knob) throws KnobException {
    for (String endpoint : ENDPOINTS) {
      if (knob.isOf(endpoint)) {
        assertNotNull(Knobs.of(knob.example(), endpoint).get(knob));
      }
    }
  }

  @Test
  void eachNameIsKnownOnceAtEachEndpoint() {
    for (String endpoint : ENDPOINTS) {
      Set<String> names = new HashSet<>();
      for (Knob<?> knob : Knob.at(endpoint)) {
        assertTrue(names.add(knob.name()), knob.name() + " at " + endpoint);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"delay=1s&", "delay=1s&pong=on&"})
  void aTrailingAmpersandIsIgnored(String query) throws KnobException {
    assertEquals(Duration.ofSeconds(1), read(query).get(Knob.DELAY));
  }

  @ParameterizedTest
  @ValueSource(strings = {"drop=1%", "drop=1%25", "drop=0.01", "drop=1%&seed=2", "drop=1%25&"})
  void aPercentSignThatEncodesNothingIsReadAsMeant(String query) throws KnobException {
    assertEquals(0.01, read(query).get(Knob.DROP));
  }

  @ParameterizedTest
  @CsvSource({
    "prefix=a+b, a+b",
    "prefix=a%2Bb, a+b",
    "prefix=a%20b, 'a b'",
    "prefix=%41%62, Ab",
    "prefix=a%26b%3Dc, a&b=c",
    "prefix=a=b, a=b",
    "prefix=a?b/c, a?b/c",
    "prefix=%, %",
    "prefix=%4, %4",
    "prefix=%g1, %g1",
    "prefix=%1g, %1g",
    "prefix=%%41, %A",
    "prefix=%2541, %41",
    "prefix=%e6%8E%a5, 接",
    "%70refix=x, x"
  })
  void namesAndValuesArePercentDecodedOnceAndAPlusIsAPlus(String query, String value)
      throws KnobException {
    assertEquals(value, read(query).get(Knob.PREFIX));
  }

  @Test
  void utf8MayStandInTheQueryAsItIs() throws KnobException {
    assertEquals("接收: 🙂", read(raw("prefix=接收: 🙂")).get(Knob.PREFIX));
    assertEquals("接收", read(raw("prefix=接") + "%E6%94%B6").get(Knob.PREFIX));
  }

  @Test
  void onlyPrefixAndBodyMayBeEmpty() throws KnobException {
    for (String endpoint : ENDPOINTS) {
      for (Knob<?> knob : Knob.at(endpoint)) {
        String query = knob.name() + "=";
        if (knob == Knob.PREFIX || knob == Knob.BODY) {
          assertEquals("", Knobs.of(query, endpoint).get(knob));
        } else {
          assertEquals(knob.name(), fault(query, endpoint).knob());
        }
      }
    }
  }

  @Test
  void onlyUntilFullAndHangStandWithoutAValueAndTheyWithoutOne() throws KnobException {
    for (String endpoint : ENDPOINTS) {
      for (Knob<?> knob : Knob.at(endpoint)) {
        if (knob == Knob.UNTIL_FULL || knob == Knob.HANG) {
          assertEquals(true, Knobs.of(knob.name(), endpoint).get(knob));
          assertTrue(fault(knob.name() + "=on", endpoint).getMessage().contains("without a value"));
        } else {
          assertTrue(fault(knob.name(), endpoint).getMessage().contains("has no value"));
        }
      }
    }
  }

  @Test
  void textIsAsLongAsItsBytesOfUtf8() throws KnobException {
    String most = raw("收".repeat(41));
    assertEquals(41, read("close-reason=" + most).get(Knob.CLOSE_REASON, "").length());
    fault("close-reason=" + most + "x");
    assertEquals(1024, read("prefix=" + "%61".repeat(1024)).get(Knob.PREFIX, "").length());
    fault("prefix=" + "%61".repeat(1025));
  }

  @ParameterizedTest
  @ValueSource(strings = {"12345678", "3f2a-9_Z", "________"})
  void aLabelIs8To64LettersDigitsUnderscoresAndHyphens(String label) throws KnobException {
    assertEquals(label, read("label=" + label).get(Knob.LABEL));
    fault("label=" + label.substring(1));
    fault("label=" + "x".repeat(65));
    fault("label=" + label + "%0A");
    fault("label=" + label + ".");
    fault("label=" + raw(label + "é"));
  }

  @Test
  void aSubprotocolIsAToken() throws KnobException {
    assertEquals("v2.chat", read("subprotocol=v2.chat").get(Knob.SUBPROTOCOL));
    fault("subprotocol=a,b");
    fault("subprotocol=a%0D%0AX:%20y");
    fault("subprotocol=" + raw("é"));
  }

  // -------------------------------------------------------- what is refused

  @ParameterizedTest
  @CsvSource({
    "dealy=1s, dealy, 1s, delay",
    "Delay=1s, Delay, 1s, delay",
    "DELAY=1s, DELAY, 1s, delay",
    "closeafter=1, closeafter, 1, close-after",
    "close_after=1, close_after, 1, close-after",
    "close-aftre, close-aftre, , close-after",
    "%20delay=1s, ' delay', 1s, delay",
    "dela=1s, dela, 1s, delay"
  })
  void anUnknownNameIsToldTheNearestKnownOne(
      String query, String name, String value, String nearest) {
    KnobException fault = fault(query);
    assertEquals(name, fault.knob());
    assertEquals(value, fault.value());
    assertEquals(nearest, fault.nearest());
    assertNull(fault.allowed());
    String sentence =
        "There is no knob '" + name + "' at /ws; the nearest known there is " + nearest + ".";
    assertEquals(sentence, fault.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "/ws/stream, drop=1%25, drop, / and /ws",
    "/ws/sink, prefix=x, prefix, / and /ws",
    "/ws/inspect, jitter=1s, jitter, / and /ws",
    "/ws, count=3, count, /ws/stream",
    "/, until-full, until-full, /ws/stream",
    "/ws, status=500, status, /ws/refuse",
    "/ws/sink, rate=10, rate, '/, /ws and /ws/stream'",
    "/ws/refuse, delay=1s, delay, '/, /ws and /ws/inspect'"
  })
  void ofAKnobOfOtherEndpointsThoseAreTold(
      String endpoint, String query, String name, String others) {
    KnobException fault = fault(query, endpoint);
    assertEquals(
        "There is no knob '" + name + "' at " + endpoint + "; it is a knob of " + others + ".",
        fault.getMessage());
    assertNull(fault.nearest());
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "zebra", "timeout", "a-name-that-nobody-could-have-meant"})
  void ofANameThatIsNearNoneTheKnownOnesAreTold(String name) {
    KnobException fault = fault(name + "=1");
    assertTrue(
        fault.getMessage().startsWith("There is no knob '" + name + "' at /ws; known there are "));
    assertTrue(fault.getMessage().contains(" delay, jitter, rate,"), fault.getMessage());
    assertNull(fault.nearest());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rate=99999999999999999999K",
        "rate=9999999999999M",
        "rate=1099511627777",
        "fragment=99999999999999999999MiB",
        "close-after=1000000000000",
        "reset-after=99999999999999999999",
        "close-after=99999999999999999999h",
        "delay=99999999999999999999h",
        "ping=99999999999999999999h",
        "seed=99999999999999999999"
      })
  void aNumberBeyondAllMeasureIsRefused(String query) {
    KnobException fault = fault(query);
    assertTrue(fault.getMessage().contains("; allowed is "), fault.getMessage());
  }

  @Test
  void theLargestSizeIsATebibyte() throws KnobException {
    assertEquals(1L << 40, read("rate=1048576M").get(Knob.RATE));
    assertEquals(1L << 40, read("rate=1099511627776").get(Knob.RATE));
    fault("rate=1048577M");
  }

  @ParameterizedTest
  @CsvSource({"greeting, 1024", "close-reason, 123"})
  void aTextThatMayNotBeEmptyIsSaidToHaveAByte(String name, int most) {
    assertEquals("text of 1 to " + most + " bytes of UTF-8", fault(name + "=").allowed());
  }

  @Test
  void whereThereAreNoKnobsNoneIsNear() {
    assertEquals(
        "There is no knob 'x' at /elsewhere; none is known there.",
        fault("x=1", "/elsewhere").getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"=", "=1s", "&delay=1s", "delay=1s&&", "delay=1s&&seed=1", "&&", "%"})
  void aPairWithoutAKnownNameIsRefused(String query) {
    fault(query);
  }

  @Test
  void aMissingNameIsCalledThat() {
    assertTrue(fault("delay=1s&&seed=1").getMessage().contains("a knob without a name"));
  }

  @ParameterizedTest
  @CsvSource({
    "delay=1s&delay=2s, delay",
    "delay=1s&delay=1s, delay",
    "seed=1&delay=1s&%64elay=1s, delay",
    "prefix=&prefix=, prefix"
  })
  void aKnobIsGivenOnce(String query, String name) {
    KnobException fault = fault(query);
    assertEquals(name, fault.knob());
    assertEquals("once", fault.allowed());
  }

  @ParameterizedTest
  @CsvSource({
    "delay=61s, delay, 61s",
    "delay=, delay, ''",
    "rate=1023, rate, 1023",
    "drop=1.5, drop, 1.5",
    "drop=1.0000000000000000000000000001, drop, 1.0000000000000000000000000001",
    "drop=100.0000000000000001%, drop, 100.0000000000000001%",
    "fragment=0, fragment, 0",
    "close-code=1005, close-code, 1005",
    "ping=99ms, ping, 99ms",
    "delay=1+s, delay, 1+s",
    "seed=%2B1, seed, +1"
  })
  void aValueThatIsNotAllowedIsToldWhatIs(String query, String name, String value) {
    KnobException fault = fault(query);
    assertEquals(name, fault.knob());
    assertEquals(value, fault.value());
    assertNull(fault.nearest());
    String allowed = Objects.requireNonNull(fault.allowed());
    assertEquals(
        "The knob " + name + " is '" + value + "'; allowed is " + allowed + ".",
        fault.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"%FF", "%C3", "%C0%80", "%ED%A0%80", "%F4%90%80%80", "%E6%8E", "a\u00ffb"})
  void aValueThatIsNotUtf8IsRefused(String value) {
    assertTrue(fault("prefix=" + value).getMessage().contains("UTF-8"));
    fault(value + "=1");
  }

  @Test
  void whatIsShownOfAQueryIsBoundedAndDoesNotBreakOutOfItsSentence() {
    KnobException fault = fault("x%27%0A%E2%80%AE%5C%00=1");
    assertTrue(fault.getMessage().contains("'x?????'"), fault.getMessage());
    KnobException longest = fault("x".repeat(20_000) + "=" + "y".repeat(20_000));
    assertTrue(longest.getMessage().length() < 500);
    assertTrue(longest.knob().length() < 110);
    assertTrue(longest.value() != null && longest.value().length() < 110);
  }

  @Test
  void whatIsShownIsCutBetweenCharacters() {
    for (int before = 90; before < 101; before++) {
      KnobException fault = fault(raw("x".repeat(before) + "🙂🙂🙂🙂🙂🙂") + "=1");
      for (String shown : List.of(fault.knob(), fault.getMessage())) {
        assertTrue(StandardCharsets.UTF_8.newEncoder().canEncode(shown), "cut after " + before);
      }
    }
  }

  // --------------------------------------------------------- whatever comes

  private static final List<String> SHREDS =
      List.of(
          "&",
          "=",
          "%",
          "%25",
          "%C3%A9",
          "%ff",
          "+",
          "ms",
          "s",
          "h",
          "KiB",
          "M",
          "0",
          "1",
          "9",
          ".",
          "-",
          "999999999999",
          "99999999999999999999",
          "\u00e6\u008e\u00a5",
          "on",
          "off",
          "wrong");

  private static String shredded(Random random) {
    StringBuilder query = new StringBuilder();
    for (int i = random.nextInt(12); i >= 0; i--) {
      switch (random.nextInt(4)) {
        case 0 -> query.append(Knob.ALL.get(random.nextInt(Knob.ALL.size())).name());
        case 1 -> query.append(Knob.ALL.get(random.nextInt(Knob.ALL.size())).example());
        default -> query.append(SHREDS.get(random.nextInt(SHREDS.size())));
      }
    }
    return query.toString();
  }

  private static String noise(Random random) {
    byte[] bytes = new byte[random.nextInt(40)];
    random.nextBytes(bytes);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  static IntStream seeds() {
    return IntStream.range(0, 20);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void anyBytesAreReadOrRefusedWithASentence(int seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 5_000; i++) {
      String query = random.nextBoolean() ? shredded(random) : noise(random);
      for (String endpoint : ENDPOINTS) {
        try {
          Knobs.of(query, endpoint);
        } catch (KnobException refused) {
          String said = refused.getMessage();
          assertTrue(said.endsWith("."), said);
          assertFalse(said.chars().anyMatch(Character::isISOControl), said);
          assertTrue(StandardCharsets.UTF_8.newEncoder().canEncode(said), said);
        } catch (RuntimeException fault) {
          throw new AssertionError("seed " + seed + ", query " + query, fault);
        }
      }
    }
  }

  /** Examples are all in range, so any of them may stand together, in any order. */
  @ParameterizedTest
  @MethodSource("seeds")
  void noPairIsForbidden(int seed) {
    Random random = new Random(seed);
    for (String endpoint : ENDPOINTS) {
      List<Knob<?>> known = new ArrayList<>(Knob.at(endpoint));
      Collections.shuffle(known, random);
      List<Knob<?>> chosen = known.subList(0, random.nextInt(known.size()));
      String query = String.join("&", chosen.stream().map(Knob::example).toList());
      Knobs knobs = assertDoesNotThrow(() -> Knobs.of(query, endpoint), query);
      assertTrue(chosen.stream().allMatch(knobs::has), query);
    }
  }
}
