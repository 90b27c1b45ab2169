package io.github.echosounder.verdicts;

/** What is where in Redis. */
final class Keys {

  private static final String PREFIX = "echosounder:";

  private Keys() {}

  /** One connection or refused handshake, as JSON. */
  static String entry(Kept.Kind kind, String id) {
    return PREFIX + kind.word() + ':' + id;
  }

  /** The ids of those with this label, by the time at which they began. */
  static String label(Kept.Kind kind, String label) {
    return PREFIX + kind.word() + "s:" + label;
  }

  /** The ids of all, likewise. */
  static String all(Kept.Kind kind) {
    return PREFIX + kind.word() + 's';
  }

  /** When, by Redis' clock, an instance last said that it is there. */
  static String beat(String instance) {
    return PREFIX + "instance:" + instance;
  }
}
