package io.github.echosounder.behaviour;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a request's query may ask of its connection: the only table of knobs, which the parser, the
 * problem documents and the docs read.
 *
 * @param <T> what a value stands for
 */
public final class Knob<T> {

  private static final Set<String> ECHO = Set.of("/", "/ws");
  private static final Set<String> OPEN =
      Set.of("/", "/ws", "/ws/inspect", "/ws/stream", "/ws/sink");
  private static final Set<String> ANY =
      Set.of("/", "/ws", "/ws/inspect", "/ws/stream", "/ws/sink", "/ws/refuse");
  private static final Set<String> STREAM = Set.of("/ws/stream");
  private static final Set<String> REFUSE = Set.of("/ws/refuse");

  private static final String FIRST_END =
      "of close-after, end-after and reset-after, where more are due at the same moment, only the"
          + " first in this order acts";
  private static final String CLOSE_OF_ITS_OWN =
      "for the Close of close-after alone; the Close of count is 1000 without a reason";

  private static final String NOT_READ_FROM =
      "while more than 1 MiB waits, the client is not read from: a Close or an end of TCP behind"
          + " what is not read is seen later, and on a server without epoll a reset too";

  private static final Duration MINUTE = Duration.ofSeconds(60);
  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}";

  public static final Knob<Duration> DELAY =
      of(
              "delay",
              "250ms",
              "each reply waits so long; the order stays",
              Set.of("/", "/ws", "/ws/inspect"),
              Form.duration(Duration.ZERO, MINUTE))
          .beside(NOT_READ_FROM);
  public static final Knob<Duration> JITTER =
      of(
              "jitter",
              "50ms",
              "the delay varies by so much, either way",
              ECHO,
              Form.duration(Duration.ZERO, MINUTE))
          .beside("without delay, half of the replies do not wait");
  public static final Knob<Long> RATE =
      of(
              "rate",
              "64KiB",
              "replies leave no faster, in bytes per second",
              ECHO,
              Form.size(1024, Form.LARGEST_SIZE))
          .beside(NOT_READ_FROM);
  public static final Knob<Double> DROP =
      of("drop", "1%25", "this share of the replies is left out", ECHO, Form.ratio())
          .beside("a reply that is left out is neither corrupted nor sent twice");
  public static final Knob<Double> DUPLICATE =
      of("duplicate", "1%25", "this share of the replies is sent twice", ECHO, Form.ratio())
          .beside("a reply that is corrupted too is sent twice with the same byte changed");
  public static final Knob<Double> CORRUPT =
      of(
          "corrupt",
          "1%25",
          "this share of the replies has one byte changed; text stays UTF-8",
          ECHO,
          Form.ratio());
  public static final Knob<Long> FRAGMENT =
      of(
          "fragment",
          "16",
          "replies are cut into fragments of so many bytes",
          ECHO,
          Form.size(1, Form.LARGEST_SIZE));
  public static final Knob<String> PREFIX =
      of("prefix", "re:%20", "put before each text that goes back", ECHO, Form.text(1024, true));
  public static final Knob<String> GREETING =
      of("greeting", "hello", "a text sent once, on opening", ECHO, Form.text(1024, false));
  public static final Knob<Long> SEED =
      of("seed", "7", "the random knobs draw the same again", ECHO, Form.seed())
          .beside("without jitter, drop, duplicate and corrupt it changes nothing");

  public static final Knob<Form.After> CLOSE_AFTER =
      of(
              "close-after",
              "10",
              "a Close after so many messages received, or so long",
              OPEN,
              Form.after())
          .beside(FIRST_END);
  public static final Knob<Integer> CLOSE_CODE =
      of("close-code", "4001", "the code of that Close", OPEN, Form.closeCode())
          .beside(CLOSE_OF_ITS_OWN);
  public static final Knob<String> CLOSE_REASON =
      of("close-reason", "enough", "the reason of that Close", OPEN, Form.text(123, false))
          .beside(CLOSE_OF_ITS_OWN);
  public static final Knob<Form.After> RESET_AFTER =
      of("reset-after", "5s", "a TCP reset after so many messages, or so long", OPEN, Form.after())
          .beside(FIRST_END);
  public static final Knob<Form.After> END_AFTER =
      of("end-after", "5s", "the end of TCP without a Close, likewise", OPEN, Form.after())
          .beside(FIRST_END);
  public static final Knob<Form.After> STALL_AFTER =
      of("stall-after", "3", "nothing more is read, likewise", OPEN, Form.after())
          .beside(
              "where another -after is due at the same moment, reading stops first and then that one acts;"
                  + " on a server without epoll, the client's end of TCP is seen only by reading,"
                  + " so that a limit or a drain has to end the connection");
  public static final Knob<Duration> PING =
      of(
          "ping",
          "10s",
          "the time from ping to ping",
          OPEN,
          Form.duration(Duration.ofMillis(100), Duration.ofHours(1)));
  public static final Knob<Boolean> PONG =
      of("pong", "off", "whether pings are answered", OPEN, Form.onOrOff());
  public static final Knob<Boolean> COMPRESS =
      of("compress", "off", "whether permessage-deflate may be granted", OPEN, Form.onOrOff());
  public static final Knob<String> SUBPROTOCOL =
      of(
          "subprotocol",
          "v2.chat",
          "granted instead of the configured ones; the client must offer it",
          OPEN,
          Form.matching(Pattern.compile(TOKEN), "a token that the client offers"));
  public static final Knob<String> LABEL =
      of(
          "label",
          "3f2a9c01",
          "the client's own name for the connection",
          ANY,
          Form.matching(
              Pattern.compile("[A-Za-z0-9_-]{8,64}"), "8 to 64 of A-Z, a-z, 0-9, _ and -"));

  public static final Knob<Long> STREAM_RATE =
      of("rate", "10", "messages per second", STREAM, Form.whole(1, 10_000))
          .beside("until-full goes before it");
  public static final Knob<Long> SIZE =
      of(
          "size",
          "1KiB",
          "payload bytes of each message",
          STREAM,
          Form.size(0, 1024 * 1024, StreamMessage.SIZES));
  public static final Knob<Long> COUNT =
      of(
              "count",
              "100",
              "so many messages, then Close 1000",
              STREAM,
              Form.whole(1, Form.MOST_MESSAGES))
          .beside(
              "its Close is 1000 whatever close-code says, and goes before one of close-after that is due"
                  + " at the same moment");
  public static final Knob<String> TYPE =
      of("type", "binary", "the type of the messages", STREAM, Form.oneOf("text", "binary"));
  public static final Knob<Boolean> UNTIL_FULL =
      of("until-full", "", "as fast as the client reads", STREAM, Form.bare())
          .beside("whatever rate says");

  public static final Knob<Long> STATUS =
      of("status", "503", "the status of the answer", REFUSE, Form.whole(400, 599));
  public static final Knob<Long> RETRY_AFTER =
      of(
          "retry-after",
          "5",
          "the header Retry-After, in seconds",
          REFUSE,
          Form.whole(0, 999_999_999));
  public static final Knob<Duration> AFTER =
      of("after", "2s", "the answer comes so late", REFUSE, Form.duration(Duration.ZERO, MINUTE));
  public static final Knob<String> ACCEPT =
      of("accept", "wrong", "a 101 with a wrong Sec-WebSocket-Accept", REFUSE, Form.oneOf("wrong"));
  public static final Knob<Boolean> HANG =
      of("hang", "", "no answer until the handshake timeout", REFUSE, Form.bare());
  public static final Knob<String> BODY =
      of("body", "gone", "the body, as text/plain", REFUSE, Form.text(4096, true));

  /** In the order in which the docs have them. */
  public static final List<Knob<?>> ALL =
      List.of(
          DELAY,
          JITTER,
          RATE,
          DROP,
          DUPLICATE,
          CORRUPT,
          FRAGMENT,
          PREFIX,
          GREETING,
          CLOSE_AFTER,
          CLOSE_CODE,
          CLOSE_REASON,
          RESET_AFTER,
          END_AFTER,
          STALL_AFTER,
          PING,
          PONG,
          COMPRESS,
          SUBPROTOCOL,
          SEED,
          LABEL,
          STREAM_RATE,
          SIZE,
          COUNT,
          TYPE,
          UNTIL_FULL,
          STATUS,
          RETRY_AFTER,
          AFTER,
          ACCEPT,
          HANG,
          BODY);

  private final String name;
  private final String example;
  private final String effect;
  private final Set<String> endpoints;
  private final Form<T> form;
  private final @Nullable String besideOthers;

  private Knob(
      String name,
      String example,
      String effect,
      Set<String> endpoints,
      Form<T> form,
      @Nullable String besideOthers) {
    this.name = name;
    this.example = example;
    this.effect = effect;
    this.endpoints = endpoints;
    this.form = form;
    this.besideOthers = besideOthers;
  }

  private static <T> Knob<T> of(
      String name, String example, String effect, Set<String> endpoints, Form<T> form) {
    return new Knob<>(name, example, effect, endpoints, form, null);
  }

  private Knob<T> beside(String others) {
    return new Knob<>(name, example, effect, endpoints, form, others);
  }

  /** The knobs of an endpoint. */
  public static List<Knob<?>> at(String endpoint) {
    return ALL.stream().filter(knob -> knob.endpoints.contains(endpoint)).toList();
  }

  public String name() {
    return name;
  }

  /** As it stands in a query, with its value. */
  public String example() {
    return form.isBare() ? name : name + "=" + example;
  }

  /** What it does, as the end of a sentence. */
  public String effect() {
    return effect;
  }

  /** What comes of it beside other knobs, as a sentence without its stop; null for nothing odd. */
  public @Nullable String besideOthers() {
    return besideOthers;
  }

  public Form<T> form() {
    return form;
  }

  public boolean isOf(String endpoint) {
    return endpoints.contains(endpoint);
  }

  @Override
  public String toString() {
    return name + Arrays.toString(endpoints.toArray());
  }
}
