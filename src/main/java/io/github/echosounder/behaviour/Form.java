package io.github.echosounder.behaviour;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a knob's value is written.
 *
 * @param <T> what it stands for
 */
public abstract class Form<T> {

  private static final Pattern DURATION = Pattern.compile("(\\d+)(ms|s|m|h)");
  private static final Pattern SIZE = Pattern.compile("(\\d+)(K|KiB|M|MiB)?");
  private static final Pattern PERCENT = Pattern.compile("(\\d+(?:\\.\\d+)?)%");
  private static final Pattern RATIO = Pattern.compile("\\d+(?:\\.\\d+)?");
  private static final Pattern WHOLE = Pattern.compile("\\d+");

  /** The most of a size whose knob has no smaller one: 1 TiB. */
  static final long LARGEST_SIZE = 1L << 40;

  /** The most messages, where a knob counts them. */
  static final long MOST_MESSAGES = 999_999_999_999L;

  /** More than any range has, and little enough for any unit. */
  private static final long VERY_MANY = 8_000_000_000_000L;

  private static final int MOST_DIGITS = 13;

  private final String allowed;

  private Form(String allowed) {
    this.allowed = allowed;
  }

  /** What is allowed, for people. */
  public String allowed() {
    return allowed;
  }

  /** Null when the text is not of this form, or out of range. */
  public abstract @Nullable T read(String text);

  /** Whether the value may be empty. */
  boolean mayBeEmpty() {
    return false;
  }

  /** Whether it stands without a value. */
  boolean isBare() {
    return false;
  }

  /** After so many data messages, or so long after the opening. */
  public sealed interface After {

    /** Messages received. */
    record Messages(long count) implements After {}

    /** Time since the opening. */
    record Time(Duration duration) implements After {}
  }

  static Form<Duration> duration(Duration least, Duration most) {
    return new Form<>("a duration from " + text(least) + " to " + text(most) + ", such as 250ms") {
      @Override
      public @Nullable Duration read(String text) {
        Duration duration = asDuration(text);
        return duration != null && duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0
            ? duration
            : null;
      }
    };
  }

  static Form<Long> size(long least, long most) {
    return size(least, most, least + " to " + most + " bytes");
  }

  /** {@code range} says it for people, where the least depends on other knobs. */
  static Form<Long> size(long least, long most, String range) {
    return new Form<>(range + ", such as 64KiB; K and KiB are 1024, M and MiB 1048576") {
      @Override
      public @Nullable Long read(String text) {
        Matcher matcher = SIZE.matcher(text);
        if (!matcher.matches()) {
          return null;
        }
        String unit = matcher.group(2);
        long factor = unit == null ? 1 : unit.startsWith("K") ? 1024 : 1024 * 1024;
        long size = number(matcher.group(1)) * factor;
        return size >= least && size <= most ? size : null;
      }
    };
  }

  static Form<Double> ratio() {
    return new Form<>("0 to 1, such as 0.01, or 0% to 100%, such as 1%") {
      @Override
      public @Nullable Double read(String text) {
        Matcher percent = PERCENT.matcher(text);
        BigDecimal ratio = null;
        if (percent.matches()) {
          ratio = new BigDecimal(percent.group(1)).movePointLeft(2);
        } else if (RATIO.matcher(text).matches()) {
          ratio = new BigDecimal(text);
        }
        // Exactly: a double takes what is a little above 1 for 1.
        return ratio != null && ratio.compareTo(BigDecimal.ONE) <= 0 ? ratio.doubleValue() : null;
      }
    };
  }

  static Form<Long> whole(long least, long most) {
    return new Form<>("a whole number from " + least + " to " + most) {
      @Override
      public @Nullable Long read(String text) {
        if (!WHOLE.matcher(text).matches()) {
          return null;
        }
        long number = number(text);
        return number >= least && number <= most ? number : null;
      }
    };
  }

  static Form<After> after() {
    return new Form<>(
        "a number of messages from 1 to "
            + MOST_MESSAGES
            + ", or a duration of 1ms to 24h, such as 10 or 5s") {
      @Override
      public @Nullable After read(String text) {
        if (WHOLE.matcher(text).matches()) {
          long count = number(text);
          return count >= 1 && count <= MOST_MESSAGES ? new After.Messages(count) : null;
        }
        Duration duration = asDuration(text);
        return duration != null
                && !duration.isZero()
                && duration.compareTo(Duration.ofHours(24)) <= 0
            ? new After.Time(duration)
            : null;
      }
    };
  }

  static Form<Integer> closeCode() {
    return new Form<>("1000 to 1003, 1007 to 1009, 1011 to 1014, or 3000 to 4999") {
      @Override
      public @Nullable Integer read(String text) {
        if (!text.matches("\\d{4}")) {
          return null;
        }
        int code = Integer.parseInt(text);
        boolean isAllowed =
            (code >= 1000 && code <= 1003)
                || (code >= 1007 && code <= 1009)
                || (code >= 1011 && code <= 1014)
                || (code >= 3000 && code <= 4999);
        return isAllowed ? code : null;
      }
    };
  }

  static Form<String> text(int mostBytes, boolean mayBeEmpty) {
    String length = mayBeEmpty ? "at most " : "1 to ";
    return new Form<>("text of " + length + mostBytes + " bytes of UTF-8") {
      @Override
      public @Nullable String read(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length <= mostBytes ? text : null;
      }

      @Override
      boolean mayBeEmpty() {
        return mayBeEmpty;
      }
    };
  }

  static Form<String> matching(Pattern pattern, String allowed) {
    return new Form<>(allowed) {
      @Override
      public @Nullable String read(String text) {
        return pattern.matcher(text).matches() ? text : null;
      }
    };
  }

  static Form<String> oneOf(String... choices) {
    return new Form<>(String.join(" or ", choices)) {
      @Override
      public @Nullable String read(String text) {
        return Set.copyOf(List.of(choices)).contains(text) ? text : null;
      }
    };
  }

  static Form<Boolean> onOrOff() {
    return new Form<>("on or off") {
      @Override
      public @Nullable Boolean read(String text) {
        return text.equals("on") ? Boolean.TRUE : text.equals("off") ? Boolean.FALSE : null;
      }
    };
  }

  static Form<Long> seed() {
    return new Form<>("a signed decimal number of 64 bits") {
      @Override
      public @Nullable Long read(String text) {
        if (!text.matches("-?\\d{1,19}")) {
          return null;
        }
        try {
          return Long.parseLong(text);
        } catch (NumberFormatException e) {
          return null;
        }
      }
    };
  }

  static Form<Boolean> bare() {
    return new Form<>("the name alone, without a value") {
      @Override
      public @Nullable Boolean read(String text) {
        return null;
      }

      @Override
      boolean isBare() {
        return true;
      }
    };
  }

  private static @Nullable Duration asDuration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      return null;
    }
    long number = number(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      default -> Duration.ofHours(number);
    };
  }

  /** {@link #VERY_MANY} for whatever is more. */
  private static long number(String digits) {
    String significant = digits.replaceFirst("^0+(?=.)", "");
    return significant.length() > MOST_DIGITS
        ? VERY_MANY
        : Math.min(Long.parseLong(significant), VERY_MANY);
  }

  private static String text(Duration duration) {
    if (duration.toMillis() % 1000 != 0) {
      return duration.toMillis() + "ms";
    }
    return duration.toSeconds() % 3600 == 0 && !duration.isZero()
        ? duration.toHours() + "h"
        : duration.toSeconds() + "s";
  }
}
